/** From JSON bytes to rows, each failure a value. */
@NullMarked
package io.datahem.contracts.decode;

import org.jspecify.annotations.NullMarked;
