/** JSON as bytes: read strictly by RFC 8259, without a tree, a token or a String on the way. */
@NullMarked
package io.datahem.contracts.json;

import org.jspecify.annotations.NullMarked;
