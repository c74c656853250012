package io.datahem.contracts.infer;

import io.datahem.contracts.infer.ValueShape.Kind;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The protobuf type that takes everything seen of a field, strictly decoded.
 *
 * @param shape how many
 * @param name a scalar's or well-known type's name; empty for a message of the contract
 * @param message the objects of a message of the contract
 * @param column the column's type where it is not the field's own
 * @param why the reason of a type that a reader may not expect
 */
record FieldType(
    Shape shape, String name, Optional<ObjectShape> message, Optional<String> column, Why why) {
  static final String VALUE = "google.protobuf.Value";
  static final String STRUCT = "google.protobuf.Struct";
  static final String LIST = "google.protobuf.ListValue";

  /** How many of the type. */
  enum Shape {
    SINGLE,
    REPEATED,
    /** By text keys. */
    MAP
  }

  /** Why it is this type. */
  enum Why {
    PLAIN,
    ALWAYS_NULL,
    MIXED,
    ALWAYS_EMPTY,
    NULL_IN_LIST,
    NESTED_LISTS,
    NULL_IN_MAP,
    SOME_IN_QUOTES,
    BEYOND_INT64,
    NO_NUMBER_TYPE,
    TOO_MANY_FIELDS
  }

  /** The type of what was seen. */
  static FieldType of(ValueShape value) {
    Set<Kind> kinds = value.kinds();
    if (kinds.isEmpty()) {
      return single(VALUE, Why.ALWAYS_NULL);
    }
    if (kinds.equals(Set.of(Kind.NUMBER, Kind.TEXT))) {
      return numberOrText(value);
    }
    if (kinds.size() > 1) {
      return single(VALUE, Why.MIXED);
    }
    NumberStats numbers = value.numbers();
    TextStats texts = value.texts();
    ObjectShape object = value.object();
    if (numbers != null) {
      return number(numbers);
    }
    if (texts != null) {
      return new FieldType(Shape.SINGLE, "string", Optional.empty(), texts.columnType(), Why.PLAIN);
    }
    if (object != null) {
      return object(object);
    }
    return kinds.contains(Kind.LIST) ? list(value.element()) : single("bool", Why.PLAIN);
  }

  /** True when the objects become a message of their own. */
  static boolean isMessage(ObjectShape object) {
    return object.mapValue().isEmpty() && !object.isCut() && !object.fields().isEmpty();
  }

  private static FieldType single(String name, Why why) {
    return new FieldType(Shape.SINGLE, name, Optional.empty(), Optional.empty(), why);
  }

  private static FieldType numberOrText(ValueShape value) {
    NumberStats numbers = value.numbers();
    TextStats texts = value.texts();
    if (numbers == null || texts == null || texts.empty() > 0) {
      return single(VALUE, Why.MIXED);
    }
    NumberStats.Type type = numbers.type();
    if (type == NumberStats.Type.INT64 && texts.is(TextFormat.INTEGER)) {
      return single("int64", Why.SOME_IN_QUOTES);
    }
    if (type == NumberStats.Type.DOUBLE && texts.is(TextFormat.NUMBER)) {
      return single("double", Why.SOME_IN_QUOTES);
    }
    return single(VALUE, Why.MIXED);
  }

  private static FieldType number(NumberStats numbers) {
    return switch (numbers.type()) {
      case INT64 -> single("int64", Why.PLAIN);
      case UINT64 -> single("uint64", Why.BEYOND_INT64);
      case DOUBLE -> single("double", Why.PLAIN);
      case NONE -> single(VALUE, Why.NO_NUMBER_TYPE);
    };
  }

  private static FieldType object(ObjectShape object) {
    if (object.mapValue().isPresent()) {
      return map(object.mapValue().get());
    }
    if (isMessage(object)) {
      return new FieldType(Shape.SINGLE, "", Optional.of(object), Optional.empty(), Why.PLAIN);
    }
    return single(STRUCT, object.isCut() ? Why.TOO_MANY_FIELDS : Why.ALWAYS_EMPTY);
  }

  private static FieldType map(ValueShape value) {
    FieldType single = of(value);
    if (value.nulls() > 0) {
      return new FieldType(Shape.MAP, VALUE, Optional.empty(), Optional.empty(), Why.NULL_IN_MAP);
    }
    return switch (single.shape) {
      // A map's values have no options: a time stays text.
      case SINGLE ->
          new FieldType(Shape.MAP, single.name, single.message, Optional.empty(), single.why);
      case REPEATED ->
          new FieldType(Shape.MAP, LIST, Optional.empty(), Optional.empty(), Why.PLAIN);
      case MAP -> new FieldType(Shape.MAP, STRUCT, Optional.empty(), Optional.empty(), Why.PLAIN);
    };
  }

  private static FieldType list(@Nullable ValueShape element) {
    if (element == null) {
      return repeated(VALUE, Why.ALWAYS_EMPTY);
    }
    FieldType single = of(element);
    if (element.nulls() > 0) {
      return repeated(VALUE, Why.NULL_IN_LIST);
    }
    return switch (single.shape) {
      case SINGLE ->
          new FieldType(Shape.REPEATED, single.name, single.message, single.column, single.why);
      case REPEATED -> repeated(LIST, Why.NESTED_LISTS);
      case MAP -> repeated(STRUCT, Why.PLAIN);
    };
  }

  private static FieldType repeated(String name, Why why) {
    return new FieldType(Shape.REPEATED, name, Optional.empty(), Optional.empty(), why);
  }

  /** True when only the label {@code optional} can tell a missing value from a default. */
  boolean isScalar() {
    return shape == Shape.SINGLE && message.isEmpty() && !name.contains(".");
  }
}
