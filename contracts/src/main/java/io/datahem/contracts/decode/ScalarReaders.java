package io.datahem.contracts.decode;

import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.datahem.contracts.decode.Decoding.Code;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Readers of scalars, by the proto3 JSON mapping. */
final class ScalarReaders {
  private static final BigInteger MAX_UINT64 =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  static ValueReader of(FieldDescriptor field) {
    return switch (field.getType()) {
      case INT32, SINT32, SFIXED32 -> integer("int32", Integer.MIN_VALUE, Integer.MAX_VALUE);
      case UINT32, FIXED32 -> integer("uint32", 0, 0xFFFFFFFFL);
      case INT64, SINT64, SFIXED64 -> integer("int64", Long.MIN_VALUE, Long.MAX_VALUE);
      case UINT64, FIXED64 -> ScalarReaders::uint64;
      case DOUBLE -> run -> floating(run, "double", Double.MAX_VALUE);
      // What rounds to the largest float is one.
      case FLOAT -> run -> (double) (float) floating(run, "float", Float.MAX_VALUE * (1 + 1e-6));
      case BOOL -> ScalarReaders::bool;
      case STRING -> ScalarReaders::string;
      case BYTES -> ScalarReaders::bytes;
      case ENUM -> enumeration(field.getEnumType());
      case MESSAGE, GROUP -> throw new IllegalStateException("A message is no scalar");
    };
  }

  private static ValueReader integer(String type, long least, long most) {
    return run -> {
      if (run.in.currentToken() == JsonToken.VALUE_NUMBER_INT
          && run.in.getNumberType()
              != com.fasterxml.jackson.core.JsonParser.NumberType.BIG_INTEGER) {
        return inRange(run.in.getLongValue(), run, type, least, most);
      }
      BigInteger number = NumberText.integer(numberText(run, type), type);
      if (number.compareTo(MIN_LONG) < 0 || number.compareTo(MAX_LONG) > 0) {
        throw run.reject(Code.FIELD_OUT_OF_RANGE, type);
      }
      return inRange(number.longValueExact(), run, type, least, most);
    };
  }

  private static Long inRange(long number, DecodeRun run, String type, long least, long most) {
    if (number < least || number > most) {
      throw run.reject(Code.FIELD_OUT_OF_RANGE, type);
    }
    return number;
  }

  private static Object uint64(DecodeRun run) throws IOException {
    BigInteger number = NumberText.integer(numberText(run, "uint64"), "uint64");
    if (number.signum() < 0 || number.compareTo(MAX_UINT64) > 0) {
      throw run.reject(Code.FIELD_OUT_OF_RANGE, "uint64");
    }
    return new BigDecimal(number);
  }

  /** The number's digits, whether it stands as a number or in a string. */
  private static String numberText(DecodeRun run, String type) throws IOException {
    return switch (run.in.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING -> run.in.getText();
      default -> throw run.reject(Code.FIELD_WRONG_TYPE, type);
    };
  }

  private static double floating(DecodeRun run, String type, double most) throws IOException {
    double number;
    switch (run.in.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number = run.in.getDoubleValue();
      case VALUE_STRING -> {
        String text = run.in.getText();
        switch (text) {
          case "NaN" -> {
            return Double.NaN;
          }
          case "Infinity" -> {
            return Double.POSITIVE_INFINITY;
          }
          case "-Infinity" -> {
            return Double.NEGATIVE_INFINITY;
          }
          default -> number = NumberText.decimal(text, type).doubleValue();
        }
      }
      default -> throw run.reject(Code.FIELD_WRONG_TYPE, type);
    }
    if (Math.abs(number) > most) {
      throw run.reject(Code.FIELD_OUT_OF_RANGE, type);
    }
    return number;
  }

  private static Object bool(DecodeRun run) {
    return switch (run.in.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw run.reject(Code.FIELD_WRONG_TYPE, "bool");
    };
  }

  static String string(DecodeRun run) throws IOException {
    if (run.in.currentToken() != JsonToken.VALUE_STRING) {
      throw run.reject(Code.FIELD_WRONG_TYPE, "string");
    }
    return run.text();
  }

  private static Object bytes(DecodeRun run) throws IOException {
    if (run.in.currentToken() != JsonToken.VALUE_STRING) {
      throw run.reject(Code.FIELD_WRONG_TYPE, "base64 string");
    }
    byte[] decoded = base64(run.in.getText());
    if (decoded == null) {
      throw run.reject(Code.FIELD_INVALID_FORMAT, "base64");
    }
    return decoded;
  }

  /** Both alphabets, with padding or without; null when it is neither. */
  static byte @Nullable [] base64(String text) {
    boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
    try {
      return (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static ValueReader enumeration(EnumDescriptor type) {
    Map<String, Long> byName = new HashMap<>();
    for (EnumValueDescriptor value : type.getValues()) {
      byName.put(value.getName(), (long) value.getNumber());
    }
    Map<String, Long> names = Map.copyOf(byName);
    String expected = "a value of enum " + type.getFullName();
    ValueReader numbers = integer(expected, Integer.MIN_VALUE, Integer.MAX_VALUE);
    boolean nullValue = type.getFullName().equals("google.protobuf.NullValue");
    return new ValueReader() {
      @Override
      public Object read(DecodeRun run) throws IOException {
        switch (run.in.currentToken()) {
          case VALUE_STRING -> {
            Long number = names.get(run.in.getText());
            if (number == null) {
              throw run.reject(Code.ENUM_UNKNOWN, expected);
            }
            return number;
          }
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
            Long number = (Long) java.util.Objects.requireNonNull(numbers.read(run));
            if (type.isClosed() && type.findValueByNumber(number.intValue()) == null) {
              throw run.reject(Code.ENUM_UNKNOWN, expected);
            }
            return number;
          }
          case VALUE_NULL -> {
            return 0L;
          }
          default -> throw run.reject(Code.FIELD_WRONG_TYPE, expected);
        }
      }

      @Override
      public boolean takesNull() {
        return nullValue;
      }
    };
  }

  private ScalarReaders() {}
}
