/** Rows to Parquet files: columns encoded by our own code, with the format's own footer classes. */
@NullMarked
package io.datahem.connectors.iceberg.parquet;

import org.jspecify.annotations.NullMarked;
