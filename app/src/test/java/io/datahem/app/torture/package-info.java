/** A running platform under load and faults, and the verdict on what it kept. */
@NullMarked
package io.datahem.app.torture;

import org.jspecify.annotations.NullMarked;
