package io.datahem.contracts.decode;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.options.FieldOptions;
import io.datahem.contracts.options.StreamOptionsReader;
import io.datahem.contracts.table.FieldKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From the values of a message's fields to one column's value: the options' rules, compiled.
 * Thread-safe.
 */
final class ColumnPlan {
  private final String name;
  private final int field;
  private final int[] coalesce;
  private final @Nullable Object byDefault;
  private final ValueStep step;
  private final boolean attributes;
  private final boolean repeated;
  private final boolean personal;

  /** What is done to one value. */
  interface ValueStep {
    @Nullable Object apply(Object value);
  }

  private ColumnPlan(FieldDescriptor field, FieldOptions options) {
    this.name = field.getName();
    this.field = field.getIndex();
    this.coalesce =
        options.values().coalesce().stream()
            .map(sibling -> field.getContainingType().findFieldByName(sibling))
            .mapToInt(sibling -> sibling == null ? field.getIndex() : sibling.getIndex())
            .toArray();
    this.byDefault = defaultOf(field, options);
    this.step = step(field, options);
    this.attributes = StreamOptionsReader.isAttributes(field);
    this.repeated = field.isRepeated();
    this.personal = options.personal();
  }

  static ColumnPlan compile(FieldDescriptor field, FieldOptions options) {
    return new ColumnPlan(field, options);
  }

  /**
   * The column's value.
   *
   * @param values the message's values, by the fields' indexes
   */
  @Nullable Object value(@Nullable Object[] values, DecodeRun run) {
    if (attributes) {
      return AttributesReader.value(run.attributes);
    }
    Object value = coalesced(values);
    if (value == null) {
      value = byDefault;
    }
    if (value == null) {
      return null;
    }
    try {
      return repeated ? each((List<?>) value) : step.apply(value);
    } catch (Rejection e) {
      Rejection shown =
          personal ? new Rejection(e.code(), "a value that is not shown", e.expected()) : e;
      throw shown.at(run.pathOf(name));
    }
  }

  private @Nullable Object coalesced(@Nullable Object[] values) {
    for (int sibling : coalesce) {
      Object value = values[sibling];
      if (value != null && TextSteps.isUsable(value)) {
        return value;
      }
    }
    return values[field];
  }

  private @Nullable Object each(List<?> list) {
    if (step == TextSteps.AS_IT_IS) {
      return list;
    }
    List<@Nullable Object> mapped = new ArrayList<>(list.size());
    for (Object element : list) {
      mapped.add(element == null ? null : step.apply(element));
    }
    return mapped;
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

  private static ValueStep step(FieldDescriptor field, FieldOptions options) {
    if (field.getJavaType() == JavaType.STRING) {
      return TextSteps.compile(options, field.isRepeated());
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

  static Rejection invalid(String text, String expected) {
    return new Rejection(Code.COLUMN_INVALID, Found.text("string", text), expected);
  }
}
