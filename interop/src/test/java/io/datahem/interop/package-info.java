/** DataHem as others' programs see it. */
@NullMarked
package io.datahem.interop;

import org.jspecify.annotations.NullMarked;
