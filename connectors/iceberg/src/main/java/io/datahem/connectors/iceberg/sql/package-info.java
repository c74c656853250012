/** SQL over the tables: one statement at a time, read-only, and its result in several formats. */
@NullMarked
package io.datahem.connectors.iceberg.sql;

import org.jspecify.annotations.NullMarked;
