/** From sample events to a contract: what was seen, said as a person would write it. */
@NullMarked
package io.datahem.contracts.infer;

import org.jspecify.annotations.NullMarked;
