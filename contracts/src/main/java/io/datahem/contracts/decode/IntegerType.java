package io.datahem.contracts.decode;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.json.JsonCursor;
import io.datahem.contracts.json.JsonFault;
import io.datahem.contracts.json.JsonNumber;
import io.datahem.contracts.json.JsonString;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Integers of one range, read from a number or from a string that holds one. A number with an
 * exponent or a fraction of zeros is an integer too.
 *
 * @param name the type's name, for a rejection
 * @param least the least value, 0 for unsigned types
 * @param most the largest value; all 64 bits for uint64, where it is no signed number
 */
record IntegerType(String name, long least, long most) {
  static final IntegerType INT32 = new IntegerType("int32", Integer.MIN_VALUE, Integer.MAX_VALUE);
  static final IntegerType UINT32 = new IntegerType("uint32", 0, 0xFFFFFFFFL);
  static final IntegerType INT64 = new IntegerType("int64", Long.MIN_VALUE, Long.MAX_VALUE);
  static final IntegerType UINT64 = new IntegerType("uint64", 0, -1L);

  static IntegerType of(FieldDescriptor field) {
    return switch (field.getType()) {
      case INT32, SINT32, SFIXED32 -> INT32;
      case UINT32, FIXED32 -> UINT32;
      case INT64, SINT64, SFIXED64 -> INT64;
      case UINT64, FIXED64 -> UINT64;
      default -> throw new IllegalStateException("No integer: " + field.getType());
    };
  }

  boolean isUnsigned64() {
    return most == -1L;
  }

  /** Takes the integer at the cursor; 0 when the run has failed. */
  long take(DecodeRun run) {
    JsonCursor in = run.in;
    byte first = in.current();
    if (first == '"') {
      int place = in.position();
      return run.text.take(in) ? of(run, run.text, place) : 0;
    }
    if (first != '-' && (first < '0' || first > '9')) {
      run.wrongType(name);
      return 0;
    }
    int place = in.position();
    int after = run.number.read(in.bytes(), place);
    if (after <= 0 || run.number.length() > JsonCursor.MAX_NUMBER_BYTES) {
      in.skipNumber();
      return 0;
    }
    in.moveTo(after);
    return value(run, place);
  }

  /** The integer that a string holds, which was taken from a place; 0 when the run has failed. */
  long of(DecodeRun run, JsonString text, int place) {
    if (run.number.read(text.bytes(), text.from()) != text.to()) {
      run.reject(Code.FIELD_INVALID_FORMAT, place, name);
      return 0;
    }
    if (run.number.length() > JsonCursor.MAX_NUMBER_BYTES) {
      run.in.moveTo(place);
      run.in.fail(JsonFault.NUMBER_TOO_LONG);
      return 0;
    }
    return value(run, place);
  }

  private long value(DecodeRun run, int place) {
    JsonNumber number = run.number;
    JsonNumber.Whole whole = number.whole();
    if (whole != JsonNumber.Whole.YES) {
      boolean fraction = whole == JsonNumber.Whole.FRACTION;
      run.reject(fraction ? Code.FIELD_INVALID_FORMAT : Code.FIELD_OUT_OF_RANGE, place, name);
      return 0;
    }
    long magnitude = number.magnitude();
    long value = number.isNegative() ? -magnitude : magnitude;
    boolean fits =
        isUnsigned64()
            ? !number.isNegative() || magnitude == 0
            : value >= least && value <= most && (value < 0 == number.isNegative() || value == 0);
    if (!fits) {
      run.reject(Code.FIELD_OUT_OF_RANGE, place, name);
      return 0;
    }
    return value;
  }

  /** The value as a row holds it. */
  Object boxed(long value) {
    if (!isUnsigned64()) {
      return value;
    }
    if (value >= 0) {
      return BigDecimal.valueOf(value);
    }
    return new BigDecimal(BigInteger.valueOf(value).add(BigInteger.ONE.shiftLeft(64)));
  }
}
