package io.datahem.contracts.compatibility;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that a field can hold, and how they stand on the wire.
 *
 * @param closed the enum whose numbers alone it takes, null when it takes the whole range
 */
record IntegerDomain(
    Coding coding, BigInteger min, BigInteger max, @Nullable EnumDescriptor closed) {

  private static final BigInteger INT32_MAX = BigInteger.valueOf(Integer.MAX_VALUE);
  private static final BigInteger INT32_MIN = BigInteger.valueOf(Integer.MIN_VALUE);
  private static final BigInteger INT64_MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger INT64_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger UINT32_MAX =
      BigInteger.ONE.shiftLeft(32).subtract(BigInteger.ONE);
  private static final BigInteger UINT64_MAX =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  /** Numbers of one coding are read alike; those of two are not. */
  enum Coding {
    VARINT,
    ZIGZAG,
    FIXED32,
    FIXED64
  }

  /** Empty when the field holds no integer, no truth value and no enum. */
  static Optional<IntegerDomain> of(FieldDescriptor field) {
    return switch (field.getType()) {
      case INT32 -> domain(Coding.VARINT, INT32_MIN, INT32_MAX);
      case INT64 -> domain(Coding.VARINT, INT64_MIN, INT64_MAX);
      case UINT32 -> domain(Coding.VARINT, BigInteger.ZERO, UINT32_MAX);
      case UINT64 -> domain(Coding.VARINT, BigInteger.ZERO, UINT64_MAX);
      case BOOL -> domain(Coding.VARINT, BigInteger.ZERO, BigInteger.ONE);
      case SINT32 -> domain(Coding.ZIGZAG, INT32_MIN, INT32_MAX);
      case SINT64 -> domain(Coding.ZIGZAG, INT64_MIN, INT64_MAX);
      case FIXED32 -> domain(Coding.FIXED32, BigInteger.ZERO, UINT32_MAX);
      case SFIXED32 -> domain(Coding.FIXED32, INT32_MIN, INT32_MAX);
      case FIXED64 -> domain(Coding.FIXED64, BigInteger.ZERO, UINT64_MAX);
      case SFIXED64 -> domain(Coding.FIXED64, INT64_MIN, INT64_MAX);
      case ENUM -> Optional.of(ofEnum(field.getEnumType()));
      case DOUBLE, FLOAT, STRING, BYTES, MESSAGE, GROUP -> Optional.empty();
    };
  }

  private static Optional<IntegerDomain> domain(Coding coding, BigInteger min, BigInteger max) {
    return Optional.of(new IntegerDomain(coding, min, max, null));
  }

  private static IntegerDomain ofEnum(EnumDescriptor type) {
    if (!type.isClosed()) {
      return new IntegerDomain(Coding.VARINT, INT32_MIN, INT32_MAX, null);
    }
    int min = Integer.MAX_VALUE;
    int max = Integer.MIN_VALUE;
    for (EnumValueDescriptor value : type.getValues()) {
      min = Math.min(min, value.getNumber());
      max = Math.max(max, value.getNumber());
    }
    return new IntegerDomain(Coding.VARINT, BigInteger.valueOf(min), BigInteger.valueOf(max), type);
  }

  /** A number of this domain that another has not; empty when it has them all. */
  Optional<BigInteger> outside(IntegerDomain other) {
    if (!other.holds(max)) {
      return Optional.of(max);
    }
    if (!other.holds(min)) {
      return Optional.of(min);
    }
    if (other.closed == null) {
      return Optional.empty();
    }
    int values = other.closed.getValues().size();
    for (int i = 0; i <= values; i++) {
      BigInteger number = min.add(BigInteger.valueOf(i));
      if (holds(number) && !other.holds(number)) {
        return Optional.of(number);
      }
    }
    return Optional.empty();
  }

  private boolean holds(BigInteger number) {
    return number.compareTo(min) >= 0
        && number.compareTo(max) <= 0
        && (closed == null || closed.findValueByNumber(number.intValue()) != null);
  }
}
