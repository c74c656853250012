/** HTTP in, events out: nothing is answered 2xx before the log has it. */
@NullMarked
package io.datahem.collector;

import org.jspecify.annotations.NullMarked;
