package io.datahem.contracts.decode;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import io.datahem.contracts.table.FieldKind;

/** The plan of a single value of a type that is the same wherever it stands. */
final class ValuePlans {

  /** A scalar or an enum. */
  static ValuePlan scalar(FieldDescriptor field, WireTag tag) {
    return switch (field.getType()) {
      case DOUBLE -> new FloatingValue(FloatingType.DOUBLE, tag);
      case FLOAT -> new FloatingValue(FloatingType.FLOAT, tag);
      case BOOL -> new BoolValue(tag);
      case STRING -> new StringValue(tag);
      case BYTES -> new BytesValue(tag);
      case ENUM -> new EnumValue(field.getEnumType(), tag);
      case MESSAGE, GROUP -> throw new IllegalStateException("A message is no scalar");
      default -> new IntegerValue(field, tag);
    };
  }

  /** The body of a well-known type. */
  static BodyPlan wellKnown(FieldKind kind, BodyPlan any) {
    return switch (kind) {
      case TIMESTAMP -> WellKnownBodies.TIMESTAMP;
      case DURATION -> WellKnownBodies.DURATION;
      case FIELD_MASK -> WellKnownBodies.FIELD_MASK;
      case STRUCT -> StructBodies.STRUCT;
      case VALUE -> StructBodies.VALUE;
      case LIST_VALUE -> StructBodies.LIST;
      case ANY -> any;
      case WRAPPER, RECORD, SCALAR ->
          throw new IllegalStateException("No body of its own: " + kind);
    };
  }

  /** True for the types whose columns hold their JSON text. */
  static boolean isKeptJson(FieldKind kind) {
    return switch (kind) {
      case STRUCT, VALUE, LIST_VALUE, ANY -> true;
      case TIMESTAMP, DURATION, FIELD_MASK, WRAPPER, RECORD, SCALAR -> false;
    };
  }

  /** A message of a body, as its field writes it. */
  static ValuePlan message(FieldDescriptor field, WireTag tag, BodyPlan body) {
    return field.getType() == FieldDescriptor.Type.GROUP
        ? new GroupValue(
            body, tag, WireTag.always(field.getNumber(), WireFormat.WIRETYPE_END_GROUP))
        : new MessageValue(body, tag);
  }

  private ValuePlans() {}
}
