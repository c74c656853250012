/** What one event costs on its way from JSON to protobuf and to a row, beside others' parsers. */
@NullMarked
package io.datahem.benchmarks.decode;

import org.jspecify.annotations.NullMarked;
