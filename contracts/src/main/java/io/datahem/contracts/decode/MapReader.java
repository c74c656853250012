package io.datahem.contracts.decode;

import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.datahem.contracts.decode.Decoding.Code;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a map into records of key and value, in the order they came. An empty one is null. */
final class MapReader implements ValueReader {
  private final KeyReader keys;
  private final ValueReader values;

  /** Reads a key from the text that JSON makes of every key. */
  private interface KeyReader {
    Object read(String text);
  }

  MapReader(FieldDescriptor key, ValueReader values) {
    this.keys = keyReader(key);
    this.values = values;
  }

  @Override
  public @Nullable Object read(DecodeRun run) throws IOException {
    if (run.in.currentToken() != JsonToken.START_OBJECT) {
      throw run.reject(Code.FIELD_WRONG_TYPE, "an object (a map)");
    }
    List<@Nullable Object[]> entries = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    while (run.in.nextToken() == JsonToken.FIELD_NAME) {
      Object key = keys.read(run.name());
      if (!seen.add(key)) {
        throw new Rejection(Code.JSON_DUPLICATE_FIELD, "the key twice", "it once").at(run.path());
      }
      if (run.in.nextToken() == JsonToken.VALUE_NULL && !values.takesNull()) {
        throw run.reject(Code.FIELD_NULL, "a value");
      }
      entries.add(new @Nullable Object[] {key, values.read(run)});
    }
    return entries.isEmpty() ? null : entries;
  }

  private static KeyReader keyReader(FieldDescriptor key) {
    return switch (key.getType()) {
      case STRING -> text -> text;
      case BOOL -> MapReader::bool;
      case INT32, SINT32, SFIXED32 ->
          text -> integer(text, "int32 key", -(1L << 31), (1L << 31) - 1);
      case UINT32, FIXED32 -> text -> integer(text, "uint32 key", 0, (1L << 32) - 1);
      case UINT64, FIXED64 -> MapReader::uint64;
      default -> text -> integer(text, "int64 key", Long.MIN_VALUE, Long.MAX_VALUE);
    };
  }

  private static Object bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new Rejection(
              Code.FIELD_INVALID_FORMAT,
              Found.text("string", text),
              "the key \"true\" or \"false\"");
    };
  }

  private static Object integer(String text, String type, long least, long most) {
    BigInteger number = NumberText.integer(text, type);
    if (number.compareTo(BigInteger.valueOf(least)) < 0
        || number.compareTo(BigInteger.valueOf(most)) > 0) {
      throw new Rejection(Code.FIELD_OUT_OF_RANGE, Found.text("string", text), type);
    }
    return number.longValueExact();
  }

  private static Object uint64(String text) {
    BigInteger number = NumberText.integer(text, "uint64 key");
    if (number.signum() < 0 || number.bitLength() > 64) {
      throw new Rejection(Code.FIELD_OUT_OF_RANGE, Found.text("string", text), "uint64 key");
    }
    return new BigDecimal(number);
  }
}
