/** Contracts: a protobuf message with options, in versions, and the sets of them that are live. */
@NullMarked
package io.datahem.contracts;

import org.jspecify.annotations.NullMarked;
