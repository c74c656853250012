package io.datahem.contracts.compatibility;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.Locale;
import java.util.function.Function;

/** A field in the words of findings. */
final class FieldText {

  static String change(
      FieldDescriptor before, FieldDescriptor after, Function<FieldDescriptor, String> aspect) {
    return "field "
        + before.getNumber()
        + " '"
        + before.getName()
        + "' changed "
        + aspect.apply(before)
        + " -> "
        + aspect.apply(after);
  }

  static String type(FieldDescriptor field) {
    return switch (field.getType()) {
      case MESSAGE, GROUP ->
          field.isMapField()
              ? "map<"
                  + type(field.getMessageType().findFieldByNumber(1))
                  + ", "
                  + type(field.getMessageType().findFieldByNumber(2))
                  + ">"
              : field.getMessageType().getFullName();
      case ENUM -> field.getEnumType().getFullName();
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  static String cardinality(FieldDescriptor field) {
    return field.isMapField() ? "map" : field.isRepeated() ? "repeated" : "single";
  }

  static String oneof(FieldDescriptor field) {
    OneofDescriptor oneof = field.getRealContainingOneof();
    return oneof == null ? "no oneof" : "oneof " + oneof.getName();
  }

  /** The field as a source says it: {@code repeated int32 amount = 3}. */
  static String declaration(FieldDescriptor field) {
    String label =
        field.isMapField()
            ? ""
            : field.isRepeated() ? "repeated " : field.isRequired() ? "required " : "";
    return label + type(field) + " " + field.getName() + " = " + field.getNumber();
  }

  /** A number above all that two versions use. */
  static int freeNumber(Descriptor before, Descriptor after) {
    int number = Math.max(highest(before), highest(after)) + 1;
    while (isTaken(before, number) || isTaken(after, number)) {
      number++;
    }
    return number;
  }

  private static int highest(Descriptor message) {
    return message.getFields().stream().mapToInt(FieldDescriptor::getNumber).max().orElse(0);
  }

  private static boolean isTaken(Descriptor message, int number) {
    boolean internal = number >= 19_000 && number <= 19_999;
    return internal
        || message.findFieldByNumber(number) != null
        || message.isReservedNumber(number)
        || message.isExtensionNumber(number);
  }

  private FieldText() {}
}
