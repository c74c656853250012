/** The contract store and its REST API. */
@NullMarked
package io.datahem.registry;

import org.jspecify.annotations.NullMarked;
