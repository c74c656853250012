package io.datahem.connectors.iceberg.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A result's values as JSON. Numbers are JSON numbers with all their digits, whatever their size (a
 * reader that holds them as doubles loses some beyond 2^53); NaN and the infinities are strings, as
 * in protobuf's JSON. Times are ISO 8601, bytes base64, structs objects, lists arrays.
 */
final class JsonValues {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .build();

  static JsonGenerator generator(Writer out) throws IOException {
    return JSON.createGenerator(out);
  }

  static void write(JsonGenerator out, @Nullable Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof Map<?, ?> struct) {
      object(out, struct);
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object element : list) {
        write(out, element);
      }
      out.writeEndArray();
    } else if (value instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else if (value instanceof Number number) {
      number(out, number);
    } else {
      out.writeString(text(value));
    }
  }

  private static void object(JsonGenerator out, Map<?, ?> struct) throws IOException {
    out.writeStartObject();
    for (Map.Entry<?, ?> field : struct.entrySet()) {
      out.writeFieldName(String.valueOf(field.getKey()));
      write(out, field.getValue());
    }
    out.writeEndObject();
  }

  private static void number(JsonGenerator out, Number number) throws IOException {
    if (number instanceof BigDecimal decimal) {
      out.writeNumber(decimal);
    } else if (number instanceof BigInteger integer) {
      out.writeNumber(integer);
    } else if (number instanceof Double value) {
      out.writeNumber(value);
    } else if (number instanceof Float value) {
      out.writeNumber(value);
    } else {
      out.writeNumber(number.longValue());
    }
  }

  /** A value as plain text: a string as it is, a struct or list as JSON. */
  static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof LocalDateTime time) {
      return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
    }
    if (value instanceof LocalTime time) {
      return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
    }
    return value instanceof Map || value instanceof List ? json(value) : value.toString();
  }

  private static String json(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = generator(text)) {
      write(out, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private JsonValues() {}
}
