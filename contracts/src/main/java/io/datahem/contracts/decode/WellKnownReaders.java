package io.datahem.contracts.decode;

import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.table.FieldKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.regex.Pattern;

/** Readers of the well-known types, by the proto3 JSON mapping. */
final class WellKnownReaders {
  private static final Pattern DURATION = Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,9})?s");
  private static final BigDecimal MAX_DURATION_SECONDS = new BigDecimal("315576000000");
  private static final Pattern FIELD_MASK =
      Pattern.compile(
          "([a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)*(,[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)*)*)?");

  static ValueReader of(FieldDescriptor field, FieldKind kind) {
    return switch (kind) {
      case TIMESTAMP -> WellKnownReaders::timestamp;
      case DURATION -> WellKnownReaders::duration;
      case FIELD_MASK -> WellKnownReaders::fieldMask;
      case STRUCT, ANY -> run -> json(run, JsonToken.START_OBJECT, "an object");
      case LIST_VALUE -> run -> json(run, JsonToken.START_ARRAY, "a list");
      case VALUE -> VALUE;
      case WRAPPER -> ScalarReaders.of(field.getMessageType().findFieldByName("value"));
      case RECORD, SCALAR -> throw new IllegalStateException("No well-known type: " + kind);
    };
  }

  private static final ValueReader VALUE =
      new ValueReader() {
        @Override
        public Object read(DecodeRun run) throws IOException {
          return run.json();
        }

        @Override
        public boolean takesNull() {
          return true;
        }
      };

  private static Object timestamp(DecodeRun run) throws IOException {
    String expected = "an RFC 3339 timestamp like 2026-01-31T12:00:00Z";
    Instant instant = Rfc3339.parse(text(run, expected));
    if (instant == null) {
      throw run.reject(Code.FIELD_INVALID_FORMAT, expected);
    }
    return instant;
  }

  private static Object duration(DecodeRun run) throws IOException {
    String expected = "a duration like 3.5s";
    String text = text(run, expected);
    if (!DURATION.matcher(text).matches()) {
      throw run.reject(Code.FIELD_INVALID_FORMAT, expected);
    }
    BigDecimal seconds = new BigDecimal(text.substring(0, text.length() - 1));
    if (seconds.abs().compareTo(MAX_DURATION_SECONDS) > 0) {
      throw run.reject(Code.FIELD_OUT_OF_RANGE, expected);
    }
    return seconds.movePointRight(6).longValue();
  }

  private static Object fieldMask(DecodeRun run) throws IOException {
    String expected = "a field mask like user.displayName,photo";
    String text = text(run, expected);
    if (!FIELD_MASK.matcher(text).matches()) {
      throw run.reject(Code.FIELD_INVALID_FORMAT, expected);
    }
    return text;
  }

  private static String text(DecodeRun run, String expected) throws IOException {
    if (run.in.currentToken() != JsonToken.VALUE_STRING) {
      throw run.reject(Code.FIELD_WRONG_TYPE, expected);
    }
    return run.text();
  }

  private static Object json(DecodeRun run, JsonToken start, String expected) throws IOException {
    if (run.in.currentToken() != start) {
      throw run.reject(Code.FIELD_WRONG_TYPE, expected);
    }
    return run.json();
  }

  private WellKnownReaders() {}
}
