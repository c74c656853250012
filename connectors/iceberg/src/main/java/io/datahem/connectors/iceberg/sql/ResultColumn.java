package io.datahem.connectors.iceberg.sql;

import java.util.Set;

/**
 * A column of a result.
 *
 * @param name as the statement calls it; names may repeat
 * @param type DuckDB's name of its type, such as {@code BIGINT} or {@code STRUCT(a VARCHAR)[]}
 */
public record ResultColumn(String name, String type) {
  private static final Set<String> NUMBERS =
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT",
          "FLOAT",
          "DOUBLE");

  /** True for numbers, which are set flush right. */
  boolean number() {
    return NUMBERS.contains(type) || (type.startsWith("DECIMAL") && !type.endsWith("]"));
  }
}
