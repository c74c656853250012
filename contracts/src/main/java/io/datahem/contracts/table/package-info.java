/** What a contract looks like as a table. */
@NullMarked
package io.datahem.contracts.table;

import org.jspecify.annotations.NullMarked;
