package io.datahem.contracts.rules;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.util.List;

/**
 * How one scalar is read and what it is checked by. Values are {@link Long} for every integer and
 * enum, {@link Double}, {@link Boolean}, {@link String} and {@link ByteString}.
 */
final class ValueRule {
  private final FieldDescriptor.Type type;
  private final boolean ignoreZero;
  private final Object zero;
  private final List<ValueCheck> checks;

  ValueRule(FieldDescriptor.Type type, boolean ignoreZero, List<ValueCheck> checks) {
    this.type = type;
    this.ignoreZero = ignoreZero;
    this.checks = List.copyOf(checks);
    this.zero = zeroOf(type);
  }

  boolean isEmpty() {
    return checks.isEmpty();
  }

  /** The zero of the type, which may stand nowhere on the wire. */
  Object defaultValue() {
    return zero;
  }

  /** Bit by bit: -0.0 is a value, as it is to protobuf. */
  boolean isZero(Object value) {
    return zero.equals(value);
  }

  void check(Object value, Violations found) {
    if (ignoreZero && isZero(value)) {
      return;
    }
    for (ValueCheck check : checks) {
      String rule = check.broken(value);
      if (rule != null) {
        found.add(rule);
      }
    }
  }

  /** Takes the value at hand. */
  Object read(CodedInputStream in) throws IOException {
    return switch (type) {
      case DOUBLE -> in.readDouble();
      case FLOAT -> (double) in.readFloat();
      case INT64 -> in.readInt64();
      case UINT64 -> in.readUInt64();
      case INT32 -> (long) in.readInt32();
      case FIXED64 -> in.readFixed64();
      case FIXED32 -> Integer.toUnsignedLong(in.readFixed32());
      case BOOL -> in.readBool();
      case STRING -> in.readStringRequireUtf8();
      case BYTES -> in.readBytes();
      case UINT32 -> Integer.toUnsignedLong(in.readUInt32());
      case ENUM -> (long) in.readEnum();
      case SFIXED32 -> (long) in.readSFixed32();
      case SFIXED64 -> in.readSFixed64();
      case SINT32 -> (long) in.readSInt32();
      case SINT64 -> in.readSInt64();
      case MESSAGE, GROUP -> throw new IllegalStateException("A message is no scalar");
    };
  }

  private static Object zeroOf(FieldDescriptor.Type type) {
    return switch (type) {
      case DOUBLE, FLOAT -> 0.0;
      case BOOL -> false;
      case STRING -> "";
      case BYTES -> ByteString.EMPTY;
      default -> 0L;
    };
  }
}
