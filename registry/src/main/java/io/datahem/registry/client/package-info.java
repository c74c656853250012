/** The registry's REST API from Java. */
@NullMarked
package io.datahem.registry.client;

import org.jspecify.annotations.NullMarked;
