package io.datahem.contracts.decode;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import io.datahem.contracts.options.FieldOptions;
import io.datahem.contracts.table.FieldKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A column whose value is known only when its message has ended, because it comes from one of
 * several fields. Thread-safe.
 *
 * @param name the field's name, for a rejection
 * @param slot the column's place in the row
 * @param own the place of the field's own value among the kept ones
 * @param siblings the values that go before it
 * @param step what is done to the value
 * @param personal true when the value is shown in no error
 */
record ColumnPlan(
    String name, int slot, int own, List<Sibling> siblings, ValueStep step, boolean personal) {

  /**
   * A field whose value goes before the column's own.
   *
   * @param kept its place among the kept values
   * @param hasPresence true when its default is a value as any other
   */
  record Sibling(int kept, boolean hasPresence) {}

  /** What is done to one value. */
  interface ValueStep {

    /**
     * Makes another value of it.
     *
     * @return null when nothing is left of it, a {@link Rejection} when it is refused
     */
    @Nullable Object apply(Object value);
  }

  /** Puts the column's value into the row of the message that was just read. */
  void put(@Nullable Object[] kept, @Nullable Object[] row, DecodeRun run) {
    Object value = first(kept);
    if (value == null) {
      return;
    }
    Object made = step.apply(value);
    if (made instanceof Rejection refused) {
      String found = personal ? DecodeRun.NOT_SHOWN : refused.found();
      run.rejectMember(refused.code(), name, found, refused.expected());
    } else {
      row[slot] = made;
    }
  }

  private @Nullable Object first(@Nullable Object[] kept) {
    for (Sibling sibling : siblings) {
      Object value = kept[sibling.kept()];
      if (value != null && TextSteps.isUsable(value, sibling.hasPresence())) {
        return value;
      }
    }
    return kept[own];
  }

  static @Nullable Object apply(ValueStep step, boolean each, Object value) {
    if (!each) {
      return step.apply(value);
    }
    List<?> list = (List<?>) value;
    List<@Nullable Object> mapped = new ArrayList<>(list.size());
    for (Object element : list) {
      Object made = element == null ? null : step.apply(element);
      if (made instanceof Rejection) {
        return made;
      }
      mapped.add(made);
    }
    return mapped;
  }

  /**
   * What a column holds when its field is absent: null when the default cannot be a value of it.
   */
  static @Nullable Object whenAbsent(FieldDescriptor field, FieldOptions options, ValueStep step) {
    Object absent = defaultOf(field, options);
    if (absent == null) {
      return null;
    }
    Object made = step.apply(absent);
    return made instanceof Rejection ? null : made;
  }

  /** An absent scalar is written as its default, unless the field can tell absent from default. */
  private static @Nullable Object defaultOf(FieldDescriptor field, FieldOptions options) {
    if (field.isRepeated() || field.hasPresence() || !options.useDefault()) {
      return null;
    }
    return switch (field.getType()) {
      case DOUBLE, FLOAT -> 0.0;
      case UINT64, FIXED64 -> BigDecimal.ZERO;
      case BOOL -> false;
      case STRING -> "";
      case BYTES -> new byte[0];
      case ENUM -> (long) field.getEnumType().getValues().get(0).getNumber();
      case MESSAGE, GROUP -> null;
      default -> 0L;
    };
  }

  /** What the field's options do to a single value. */
  static ValueStep step(FieldDescriptor field, FieldOptions options) {
    if (field.getJavaType() == JavaType.STRING) {
      return TextSteps.compile(options, field.isRepeated());
    }
    if (options.enumNames()) {
      return enumNames(field.getEnumType());
    }
    boolean fractional =
        FieldKind.of(field) == FieldKind.SCALAR
            && (field.getJavaType() == JavaType.DOUBLE || field.getJavaType() == JavaType.FLOAT);
    if (fractional && options.values().divide().isPresent()) {
      double divisor = options.values().divide().getAsDouble();
      return value -> (Double) value / divisor;
    }
    return TextSteps.AS_IT_IS;
  }

  /** A number that has several names is called by the first. */
  private static ValueStep enumNames(EnumDescriptor type) {
    Map<Object, String> names = new HashMap<>();
    for (EnumValueDescriptor value : type.getValues()) {
      names.putIfAbsent((long) value.getNumber(), value.getName());
    }
    return number -> {
      String name = names.get(number);
      return name == null ? number.toString() : name;
    };
  }
}
