/** A contract tried offline: NDJSON in, rows, protobuf or JSON out. */
@NullMarked
package io.datahem.app.convert;

import org.jspecify.annotations.NullMarked;
