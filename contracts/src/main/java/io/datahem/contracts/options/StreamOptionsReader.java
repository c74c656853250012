package io.datahem.contracts.options;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.datahem.contracts.Finding;
import io.datahem.contracts.compile.Places;
import io.datahem.contracts.decode.DecodeOptions.UnknownFields;
import io.datahem.contracts.options.OptionProblems.Source;
import io.datahem.contracts.options.StreamOptions.DeletedWhen;
import io.datahem.contracts.rules.RuleMode;
import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.ColumnType;
import io.datahem.contracts.table.FieldKind;
import io.datahem.contracts.table.Partitioning;
import io.datahem.contracts.table.Partitioning.Unit;
import io.datahem.contracts.table.Reporting;
import io.datahem.contracts.table.SystemColumns;
import io.datahem.contracts.table.TablePlans;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what a message says of its stream, from both families, into one typed value. */
public final class StreamOptionsReader {
  /**
   * The field that takes all attributes of the event, and its column if no other name is asked for.
   */
  public static final String ATTRIBUTES = "_ATTRIBUTES";

  private static final int MAX_DUPLICATE_HOURS = 7 * 24;
  private static final int REPORTING_MINUTES = 60;
  private static final int MAX_REPORTING_MINUTES = 24 * 60;
  private static final Set<ColumnType> DATES =
      Set.of(ColumnType.TIMESTAMP, ColumnType.DATETIME, ColumnType.DATE);

  private final Descriptor message;
  private final RawOptions raw;
  private final RawOptions.@Nullable Typed typed;
  private final OptionProblems problems;

  private StreamOptionsReader(Descriptor message, Consumer<Finding> findings) {
    this.message = message;
    this.raw = RawOptions.of(message);
    this.typed = raw.typed().orElse(null);
    this.problems = new OptionProblems(message, findings);
  }

  /**
   * True for a top-level message that carries a message option of either family or a {@code
   * map<string, string> _ATTRIBUTES}.
   */
  public static boolean isStream(Descriptor message) {
    return message.getContainingType() == null
        && (RawOptions.of(message).isPresent()
            || isAttributes(message.findFieldByName(ATTRIBUTES)));
  }

  /** True for the field that takes all attributes of the event. */
  public static boolean isAttributes(@Nullable FieldDescriptor field) {
    return field != null
        && field.getName().equals(ATTRIBUTES)
        && field.isMapField()
        && field.getMessageType().findFieldByNumber(1).getType() == FieldDescriptor.Type.STRING
        && field.getMessageType().findFieldByNumber(2).getType() == FieldDescriptor.Type.STRING;
  }

  /** Reads a message; every invalid value is a finding at its place. */
  public static StreamOptions read(Descriptor message, Consumer<Finding> findings) {
    return new StreamOptionsReader(message, findings).read();
  }

  private StreamOptions read() {
    String stream = stream();
    String description = either(66666668, "BigQueryTableDescription", 3, "description").orElse("");
    return new StreamOptions(
        stream,
        table(stream),
        description.isEmpty() ? Places.comment(message) : description,
        typed == null ? "" : typed.text(4),
        typed == null ? List.of() : typed.texts(5),
        keys(),
        eventTime(),
        partitioning(),
        clustering(),
        deletedWhen(),
        reporting(),
        events());
  }

  private EventOptions events() {
    if (typed == null) {
      return EventOptions.DEFAULT;
    }
    RuleMode rules =
        switch (typed.enumName(10)) {
          case "OFF" -> RuleMode.OFF;
          case "REJECT" -> RuleMode.REJECT;
          default -> RuleMode.OBSERVE;
        };
    UnknownFields unknown =
        switch (typed.enumName(12)) {
          case "IGNORE_UNKNOWN" -> UnknownFields.IGNORE;
          case "REJECT_UNKNOWN" -> UnknownFields.REJECT;
          default -> UnknownFields.KEEP;
        };
    return new EventOptions(
        rules, typed.flag(11), unknown, typed.flag(13), typed.flag(15), duplicateHours(typed));
  }

  private int duplicateHours(RawOptions.Typed typed) {
    int hours = typed.integer(16);
    if (hours < 0 || hours > MAX_DUPLICATE_HOURS) {
      problems.invalid(
          Source.typed("stream", "duplicate_hours", 16),
          Integer.toString(hours),
          "1 to " + MAX_DUPLICATE_HOURS + " hours");
      return 0;
    }
    return hours;
  }

  private boolean changes() {
    return typed != null && typed.flag(15);
  }

  private String stream() {
    String name = typed == null ? "" : typed.text(1);
    String byDefault = Names.streamOf(message.getFile().getPackage(), message.getName());
    if (Names.isStream(name.isEmpty() ? byDefault : name)) {
      return name.isEmpty() ? byDefault : name;
    }
    problems.invalid(
        Source.typed("stream", "name", 1),
        name.isEmpty() ? byDefault : name,
        "a letter, then at most 199 letters, digits, '.', '_' or '-'");
    return byDefault;
  }

  private String table(String stream) {
    Optional<String> said = either(66666667, "BigQueryTableReference", 2, "table");
    String name = said.orElseGet(() -> Names.tableOf(stream));
    if (!Names.isTable(name)) {
      problems.invalid(
          said.isEmpty() || (typed != null && typed.has(2))
              ? Source.typed("stream", "table", 2)
              : Source.datahem("BigQueryTableReference", 66666667),
          name,
          "a table name: at most 128 letters, digits and '_', not starting with a digit");
      return Names.tableOf(stream);
    }
    return name;
  }

  private List<String> keys() {
    List<String> paths = typed == null ? List.of() : typed.texts(6);
    for (int i = 0; i < paths.size(); i++) {
      Optional<FieldDescriptor> field = find(paths.get(i));
      if (field.isEmpty() || FieldKind.of(field.get()) == FieldKind.RECORD) {
        problems.invalid(
            Source.typed("stream", "key", 6).at(i),
            paths.get(i),
            "a single value of " + message.getFullName() + ", as a dotted path of field names");
      }
    }
    return paths;
  }

  private Optional<String> eventTime() {
    String path = typed == null ? "" : typed.text(7);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Optional<ColumnType> type =
        find(path).map(field -> TablePlans.valueType(field, FieldOptionsReader.read(field)));
    if (type.isEmpty() || !DATES.contains(type.get())) {
      problems.invalid(
          Source.typed("stream", "event_time", 7),
          path,
          "a single time of "
              + message.getFullName()
              + " (google.protobuf.Timestamp, or a text whose type option is TIMESTAMP, DATETIME or"
              + " DATE), as a dotted path of field names");
    }
    return Optional.of(path);
  }

  /** The single field at the end of a dotted path of field names. */
  private Optional<FieldDescriptor> find(String path) {
    @Nullable Descriptor in = message;
    @Nullable FieldDescriptor field = null;
    for (String name : path.split("\\.", -1)) {
      field = in == null ? null : in.findFieldByName(name);
      if (field == null || field.isRepeated()) {
        return Optional.empty();
      }
      in = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? field.getMessageType() : null;
    }
    return Optional.ofNullable(field);
  }

  private Partitioning partitioning() {
    Optional<RawOptions.Typed> option = typed == null ? Optional.empty() : typed.member(8);
    if (option.isEmpty()) {
      return Partitioning.DAILY_BY_ARRIVAL;
    }
    return partitioning(
            Source.typed("stream", "partitioning", 8),
            option.get().text(1),
            option.get().enumName(2))
        .orElse(Partitioning.DAILY_BY_ARRIVAL);
  }

  private Optional<Partitioning> partitioning(Source source, String column, String unitName) {
    Unit unit = Unit.valueOf(unitName);
    Optional<ColumnType> type = columnType(column);
    if (type.isEmpty() || !fits(unit, type.get())) {
      problems.invalid(
          source,
          column,
          "a single top-level column of the table"
              + (unit == Unit.VALUE ? "" : " whose type has a " + unit));
      return Optional.empty();
    }
    return Optional.of(new Partitioning(column, unit));
  }

  private static boolean fits(Unit unit, ColumnType type) {
    return switch (unit) {
      case HOUR -> type == ColumnType.TIMESTAMP || type == ColumnType.DATETIME;
      case DAY, MONTH, YEAR -> DATES.contains(type);
      case VALUE -> true;
    };
  }

  private List<String> clustering() {
    return typed == null
        ? List.of()
        : columns(Source.typed("stream", "clustering", 9), typed.texts(9));
  }

  private List<String> columns(Source source, List<String> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (columnType(columns.get(i)).isEmpty()) {
        problems.invalid(source.at(i), columns.get(i), "a single top-level column of the table");
      }
    }
    return columns;
  }

  private Optional<Reporting> reporting() {
    Optional<RawOptions.Typed> option = typed == null ? Optional.empty() : typed.member(17);
    if (option.isEmpty()) {
      return Optional.empty();
    }
    RawOptions.Typed table = option.get();
    if (keys().isEmpty()) {
      problems.withoutEffect(
          Source.typed("stream", "reporting", 17), "the stream has no key that names an object");
    }
    int minutes = table.integer(4);
    if (minutes < 0 || minutes > MAX_REPORTING_MINUTES) {
      problems.invalid(
          Source.typed("stream", "reporting.every_minutes", 17, 4),
          Integer.toString(minutes),
          "1 to " + MAX_REPORTING_MINUTES + " minutes");
    }
    List<String> clustering =
        columns(Source.typed("stream", "reporting.cluster_by", 17, 3), table.texts(3));
    return partitioning(
            Source.typed("stream", "reporting.partition_by", 17, 1),
            table.text(1),
            table.enumName(2))
        .map(by -> new Reporting(by, clustering, minutes > 0 ? minutes : REPORTING_MINUTES));
  }

  private Optional<DeletedWhen> deletedWhen() {
    Optional<RawOptions.Typed> option = typed == null ? Optional.empty() : typed.member(14);
    if (option.isEmpty()) {
      return Optional.empty();
    }
    Source source = Source.typed("stream", "deleted_when", 14);
    String path = option.get().text(1);
    String value = option.get().text(2);
    Optional<FieldDescriptor> field = find(path);
    if (field.isEmpty() || FieldKind.of(field.get()) != FieldKind.SCALAR) {
      problems.invalid(
          source,
          path,
          "a single value of " + message.getFullName() + ", as a dotted path of field names");
    } else if (!holds(field.get(), value)) {
      problems.invalid(source, value, "a value that " + path + " can have");
    } else if (keys().isEmpty()) {
      problems.withoutEffect(source, "the stream has no key that names an object");
    } else if (changes()) {
      problems.withoutEffect(source, "change events say themselves what is gone");
    }
    return Optional.of(new DeletedWhen(path, value));
  }

  private static boolean holds(FieldDescriptor field, String value) {
    return switch (field.getJavaType()) {
      case ENUM -> field.getEnumType().findValueByName(value) != null;
      case BOOLEAN -> value.equals("true") || value.equals("false");
      case INT, LONG -> value.matches("0|-?[1-9][0-9]{0,18}");
      case STRING -> true;
      case FLOAT, DOUBLE, BYTE_STRING, MESSAGE -> false;
    };
  }

  /** The type of a top-level column that is a single value. */
  private Optional<ColumnType> columnType(String name) {
    for (FieldDescriptor field : message.getFields()) {
      FieldOptions options = FieldOptionsReader.read(field);
      boolean single = !field.isRepeated() && FieldKind.of(field) != FieldKind.RECORD;
      if (single && !options.hidden() && options.column().equals(name)) {
        return Optional.of(TablePlans.valueType(field, options));
      }
    }
    return SystemColumns.of(changes()).stream()
        .filter(column -> column.name().equals(name))
        .map(Column::type)
        .findFirst();
  }

  private Optional<String> either(int datahem, String datahemName, int own, String ownName) {
    Optional<String> first = raw.text(datahem).filter(t -> !t.isEmpty());
    Optional<String> second =
        typed == null ? Optional.empty() : Optional.of(typed.text(own)).filter(t -> !t.isEmpty());
    if (first.isPresent() && second.isPresent() && !first.equals(second)) {
      problems.contradiction(
          Source.datahem(datahemName, datahem), Source.typed("stream", ownName, own));
    }
    return second.isPresent() ? second : first;
  }
}
