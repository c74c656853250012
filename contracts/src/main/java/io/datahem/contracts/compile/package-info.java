/** From .proto sources to descriptors, with every problem at its place. */
@NullMarked
package io.datahem.contracts.compile;

import org.jspecify.annotations.NullMarked;
