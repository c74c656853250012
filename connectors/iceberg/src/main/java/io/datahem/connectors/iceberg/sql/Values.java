package io.datahem.connectors.iceberg.sql;

import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.duckdb.DuckDBStruct;
import org.duckdb.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The driver's objects as plain values: numbers, {@link Boolean}, {@link String}, {@code byte[]},
 * {@code java.time}, {@link List}, and {@link Map} with String keys for structs and maps.
 */
final class Values {

  static @Nullable Object plain(@Nullable Object value) throws SQLException {
    if (value instanceof Struct) {
      return map(((DuckDBStruct) value).getMap());
    }
    if (value instanceof Array array) {
      return list((Object[]) array.getArray());
    }
    if (value instanceof Map<?, ?> map) {
      return map(map);
    }
    if (value instanceof Blob blob) {
      return blob.getBytes(1, Math.toIntExact(blob.length()));
    }
    if (value instanceof Timestamp timestamp) {
      return timestamp.toLocalDateTime();
    }
    if (value instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    return value instanceof UUID || value instanceof JsonNode ? value.toString() : value;
  }

  private static Map<String, @Nullable Object> map(Map<?, ?> values) throws SQLException {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      plain.put(String.valueOf(plain(entry.getKey())), plain(entry.getValue()));
    }
    return plain;
  }

  private static List<@Nullable Object> list(@Nullable Object[] values) throws SQLException {
    List<@Nullable Object> plain = new ArrayList<>(values.length);
    for (Object value : values) {
      plain.add(plain(value));
    }
    return plain;
  }

  private Values() {}
}
