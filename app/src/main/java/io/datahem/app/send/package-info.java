/** Sends events to a collector, again where need be. */
@NullMarked
package io.datahem.app.send;

import org.jspecify.annotations.NullMarked;
