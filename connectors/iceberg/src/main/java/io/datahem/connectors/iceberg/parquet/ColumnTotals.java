package io.datahem.connectors.iceberg.parquet;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a column when its file is written.
 *
 * @param bytes compressed, with headers
 * @param values nulls counted
 * @param nans values that are no numbers; -1 for a type that knows no such
 * @param lower the least value by Iceberg's type, null when there is none
 * @param upper the greatest
 * @param hasDictionary true when a dictionary was worth it in some row group
 */
public record ColumnTotals(
    ColumnShape shape,
    long bytes,
    long values,
    long nulls,
    long nans,
    @Nullable Object lower,
    @Nullable Object upper,
    boolean hasDictionary) {}
