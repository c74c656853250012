package io.datahem.contracts.infer;

import io.datahem.contracts.lint.ReservedWords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes messages into the text of one file. */
final class MessageWriter {
  private static final int MAX_PATHS_SHOWN = 3;
  private static final int MAX_PATH_CHARS = 60;

  /** Protobuf keeps these field numbers to itself. */
  private static final int FIRST_RESERVED = 19_000;

  private static final int AFTER_RESERVED = 20_000;

  private static final String UNRESERVED = "_value";

  private final ProtoText out;
  private final Map<ObjectShape, String> names;
  private final Set<String> typeNames;
  private final PersonalData personalData;
  private final Examples examples;
  private final OptionText options;
  private boolean usesWellKnownTypes;

  /**
   * A writer.
   *
   * @param names what each message is called
   */
  MessageWriter(
      ProtoText out,
      Map<ObjectShape, String> names,
      PersonalData personalData,
      Examples examples,
      OptionText options) {
    this.out = out;
    this.names = names;
    this.typeNames =
        names.values().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    this.personalData = personalData;
    this.examples = examples;
    this.options = options;
  }

  /** A message that others hold. */
  void message(ObjectShape message) {
    out.comment(placesOf(message));
    out.open("message " + names.get(message));
    fields(message);
    out.close();
  }

  private static String placesOf(ObjectShape message) {
    Set<String> events = new TreeSet<>();
    Set<String> paths = new TreeSet<>();
    for (Place place : message.places()) {
      events.add(place.message());
      paths.add(shown(place.path()));
    }
    List<String> nearest =
        paths.stream()
            .sorted(
                Comparator.comparingInt(
                    (String path) -> path.length() - path.replace(".", "").length()))
            .limit(MAX_PATHS_SHOWN)
            .toList();
    int more = paths.size() - nearest.size();
    return (events.size() == 1 ? "Found" : "Of " + events.size() + " events, found")
        + " at "
        + String.join(", ", nearest)
        + (more > 0 ? " and " + more + (more == 1 ? " more place" : " more places") : "")
        + ".";
  }

  private static String shown(String path) {
    String visible = Examples.onOneLine(path);
    return visible.length() <= MAX_PATH_CHARS
        ? visible
        : "…" + visible.substring(visible.length() - MAX_PATH_CHARS);
  }

  /** The fields of a message, and the enums they need. */
  void fields(ObjectShape message) {
    Map<String, FieldNames.Named> named = FieldNames.of(declarable(message));
    List<EnumValues> enums = new ArrayList<>();
    Set<String> enumNames = new HashSet<>();
    int number = 1;
    for (Map.Entry<String, ValueShape> field : MessageFields.inOrder(message)) {
      FieldNames.Named names = named.get(field.getKey());
      if (names == null) {
        out.comment(
            "The key "
                + Examples.quoted(shown(field.getKey()))
                + " has no field: protobuf takes no such JSON name. It stays in _unknown.");
        continue;
      }
      Optional<EnumValues> values = enumOf(names.name(), field.getValue());
      if (values.isPresent() && enumNames.add(values.get().name())) {
        enums.add(values.get());
      } else {
        values = Optional.empty();
      }
      field(message, field.getKey(), field.getValue(), names, column(names, named), values, number);
      number = number + 1 == FIRST_RESERVED ? AFTER_RESERVED : number + 1;
    }
    enums.forEach(this::enumeration);
  }

  /** A column that SQL would want in quotes gets another name. */
  private static Optional<String> column(
      FieldNames.Named field, Map<String, FieldNames.Named> named) {
    if (!ReservedWords.isReserved(field.name())) {
      return Optional.empty();
    }
    Set<String> taken =
        named.values().stream().map(FieldNames.Named::name).collect(Collectors.toSet());
    String column = field.name() + UNRESERVED;
    while (taken.contains(column)) {
      column += "_";
    }
    return Optional.of(column);
  }

  private static List<String> declarable(ObjectShape message) {
    return MessageFields.inOrder(message).stream()
        .map(Map.Entry::getKey)
        .filter(MessageWriter::isDeclarable)
        .toList();
  }

  /** Protobuf keeps JSON names in brackets for extensions, and takes none with NUL. */
  static boolean isDeclarable(String key) {
    return key.indexOf('\0') < 0 && !(key.startsWith("[") && key.endsWith("]"));
  }

  private Optional<EnumValues> enumOf(String fieldName, ValueShape value) {
    FieldType type = FieldType.of(value);
    TextStats texts = PersonalData.texts(value);
    return type.name().equals("string")
            && type.column().isEmpty()
            && texts != null
            && type.shape() != FieldType.Shape.MAP
        ? EnumValues.of(fieldName, texts)
            .filter(e -> !typeNames.contains(e.name().toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  private void enumeration(EnumValues values) {
    out.line("");
    out.open("enum " + values.name());
    for (int i = 0; i < values.values().size(); i++) {
      out.line(values.values().get(i) + " = " + i + ";");
    }
    out.close();
  }

  private void field(
      ObjectShape message,
      String key,
      ValueShape value,
      FieldNames.Named named,
      Optional<String> column,
      Optional<EnumValues> values,
      int number) {
    FieldType type = FieldType.of(value);
    Optional<String> personal = personalData.guess(key, message);
    out.comment(FieldComment.of(key, value, type, message, personalData, examples));
    boolean optional = type.isScalar() && value.present() < message.count();
    String typeName = values.map(EnumValues::name).orElseGet(() -> typeName(type));
    String declared =
        switch (type.shape()) {
          case SINGLE -> (optional ? "optional " : "") + typeName;
          case REPEATED -> "repeated " + typeName;
          case MAP -> "map<string, " + typeName + ">";
        };
    out.field(
        declared + " " + named.name() + " = " + number,
        options.of(key, type, named, column, personal, personalData.isDenied(key, value, message)));
  }

  private String typeName(FieldType type) {
    @Nullable String message = type.message().map(names::get).orElse(null);
    if (message != null) {
      return message;
    }
    boolean wellKnown = type.name().startsWith("google.");
    usesWellKnownTypes |= wellKnown;
    return (wellKnown ? options.root() : "") + type.name();
  }

  /** True when a type of google/protobuf/struct.proto was written. */
  boolean usesWellKnownTypes() {
    return usesWellKnownTypes;
  }

  /** True when an option of datahem/contract.proto was written. */
  boolean usesOptions() {
    return options.areUsed();
  }
}
