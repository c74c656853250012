package io.datahem.app.convert;

import com.fasterxml.jackson.core.JsonGenerator;
import io.datahem.contracts.table.Column;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row as JSON, with the values that {@code datahem sql --format json} shows: numbers with all
 * their digits, times in ISO 8601, bytes in base64, JSON columns as text, null where there is no
 * value.
 */
final class RowJson {

  /** Writes an object of the columns' names and the row's values. */
  static void write(JsonGenerator out, List<Column> columns, @Nullable Object[] row)
      throws IOException {
    out.writeStartObject();
    fields(out, columns, row);
    out.writeEndObject();
  }

  /** Writes the same into an object that is open. */
  static void fields(JsonGenerator out, List<Column> columns, @Nullable Object[] row)
      throws IOException {
    for (int i = 0; i < columns.size(); i++) {
      out.writeFieldName(columns.get(i).name());
      value(out, columns.get(i), row[i]);
    }
  }

  private static void value(JsonGenerator out, Column column, @Nullable Object value)
      throws IOException {
    if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object element : list) {
        value(out, column, element);
      }
      out.writeEndArray();
    } else if (value instanceof Map<?, ?> pairs) {
      out.writeStartArray();
      for (Map.Entry<?, ?> pair : pairs.entrySet()) {
        write(out, column.fields(), new @Nullable Object[] {pair.getKey(), pair.getValue()});
      }
      out.writeEndArray();
    } else if (value instanceof Object[] record) {
      write(out, column.fields(), record);
    } else {
      scalar(out, value);
    }
  }

  private static void scalar(JsonGenerator out, @Nullable Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof Long number) {
      out.writeNumber(number);
    } else if (value instanceof Double number) {
      out.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      out.writeNumber(number);
    } else if (value instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else if (value instanceof byte[] bytes) {
      out.writeString(Base64.getEncoder().encodeToString(bytes));
    } else if (value instanceof LocalDateTime time) {
      out.writeString(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time));
    } else if (value instanceof LocalTime time) {
      out.writeString(DateTimeFormatter.ISO_LOCAL_TIME.format(time));
    } else {
      out.writeString(value.toString());
    }
  }

  private RowJson() {}
}
