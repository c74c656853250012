package io.datahem.contracts.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Which single values of one field another reads as the same. What stands inside messages and enums
 * is not looked at here. Follows the encoding's own rules
 * (https://protobuf.dev/programming-guides/proto3/#updating and .../json/), the strict ones where
 * parsers differ.
 */
final class Values {
  private static final BigInteger EXACT_IN_DOUBLE = BigInteger.ONE.shiftLeft(53);
  private static final BigInteger EXACT_IN_FLOAT = BigInteger.ONE.shiftLeft(24);

  /** True when both hold integers that differ by their range alone. */
  static boolean differInRange(FieldDescriptor one, FieldDescriptor other) {
    return isNumber(one)
        && isNumber(other)
        && IntegerDomain.of(one).orElseThrow().coding()
            == IntegerDomain.of(other).orElseThrow().coding();
  }

  private static boolean isNumber(FieldDescriptor field) {
    return IntegerDomain.of(field).isPresent()
        && field.getType() != FieldDescriptor.Type.BOOL
        && field.getType() != FieldDescriptor.Type.ENUM;
  }

  /** A value that is another thing to the reader's wire parser. */
  static Optional<JsonNode> lostOnWire(FieldDescriptor writer, FieldDescriptor reader) {
    if (sameKind(writer, reader)) {
      return Optional.empty();
    }
    if (writer.getType() == FieldDescriptor.Type.STRING
        && reader.getType() == FieldDescriptor.Type.BYTES) {
      return Optional.empty();
    }
    Optional<IntegerDomain> written = IntegerDomain.of(writer);
    Optional<IntegerDomain> read = IntegerDomain.of(reader);
    if (written.isPresent() && read.isPresent() && written.get().coding() == read.get().coding()) {
      return written.get().outside(read.get()).map(number -> Samples.number(writer, number));
    }
    return Optional.of(
        isNumber(writer)
            ? JsonNodeFactory.instance.numberNode(unlike(reader))
            : Samples.element(writer));
  }

  /** A number that no other coding has, and no reader takes for an absent one. */
  private static int unlike(FieldDescriptor reader) {
    return !reader.isRepeated()
            && reader.getJavaType() != JavaType.MESSAGE
            && FieldReadings.defaultOf(reader).equals("2")
        ? 6
        : 2;
  }

  /** A value that is another thing to the reader's JSON parser, or refused by it. */
  static Optional<JsonNode> lostInJson(FieldDescriptor writer, FieldDescriptor reader) {
    FieldDescriptor from = unwrapped(writer);
    FieldDescriptor to = unwrapped(reader);
    if (from.getJavaType() == JavaType.MESSAGE || to.getJavaType() == JavaType.MESSAGE) {
      return sameShape(from, to) ? Optional.empty() : Optional.of(Samples.element(writer));
    }
    if (sameKind(from, to) || isMember(from, to)) {
      return Optional.empty();
    }
    return switch (from.getType()) {
      case STRING, BYTES, BOOL, MESSAGE, GROUP -> Optional.of(Samples.element(from));
      case ENUM ->
          Optional.of(
              JsonNodeFactory.instance.textNode(from.getEnumType().getValues().get(0).getName()));
      case FLOAT, DOUBLE ->
          Optional.of(
              to.getType() == FieldDescriptor.Type.FLOAT
                  ? JsonNodeFactory.instance.numberNode(new BigDecimal("1E+300"))
                  : Samples.element(from));
      default ->
          lostNumber(to, IntegerDomain.of(from).orElseThrow())
              .map(JsonNodeFactory.instance::numberNode);
    };
  }

  private static boolean isMember(FieldDescriptor from, FieldDescriptor to) {
    return from.getType() == FieldDescriptor.Type.FLOAT
        && to.getType() == FieldDescriptor.Type.DOUBLE;
  }

  private static Optional<BigInteger> lostNumber(FieldDescriptor to, IntegerDomain written) {
    return switch (to.getType()) {
      case DOUBLE -> beyond(written, EXACT_IN_DOUBLE);
      case FLOAT -> beyond(written, EXACT_IN_FLOAT);
      case BOOL, STRING, BYTES, MESSAGE, GROUP -> Optional.of(BigInteger.ONE);
      default -> written.outside(IntegerDomain.of(to).orElseThrow());
    };
  }

  private static Optional<BigInteger> beyond(IntegerDomain written, BigInteger exact) {
    return written.max().compareTo(exact) > 0
        ? Optional.of(exact.add(BigInteger.ONE))
        : Optional.empty();
  }

  /** The key of a map is text in JSON, whatever its type. */
  static Optional<JsonNode> lostKeyInJson(FieldDescriptor writer, FieldDescriptor reader) {
    return reader.getType() == FieldDescriptor.Type.STRING
        ? Optional.empty()
        : lostInJson(writer, reader);
  }

  /** Of one type, or both enums, or both messages: what differs inside is another rule's. */
  private static boolean sameKind(FieldDescriptor one, FieldDescriptor other) {
    if (one.getJavaType() == JavaType.MESSAGE && other.getJavaType() == JavaType.MESSAGE) {
      return true;
    }
    return one.getType() == other.getType();
  }

  private static boolean sameShape(FieldDescriptor one, FieldDescriptor other) {
    return one.getJavaType() == other.getJavaType()
        && JsonShape.of(one.getMessageType()) == JsonShape.of(other.getMessageType());
  }

  private static FieldDescriptor unwrapped(FieldDescriptor field) {
    return field.getJavaType() == JavaType.MESSAGE
            && JsonShape.of(field.getMessageType()) == JsonShape.WRAPPER
        ? JsonShape.wrapped(field.getMessageType())
        : field;
  }

  private Values() {}
}
