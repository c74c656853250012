/**
 * What protobuf's conformance test runner asks of an implementation that reads JSON, answered by
 * the decode path.
 */
@NullMarked
package io.datahem.conformance;

import org.jspecify.annotations.NullMarked;
