package io.datahem.contracts.options;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.datahem.contracts.Finding;
import io.datahem.contracts.compile.Places;
import io.datahem.contracts.options.OptionProblems.Source;
import io.datahem.contracts.table.Partitioning;
import io.datahem.contracts.table.Partitioning.Unit;
import io.datahem.contracts.table.SystemColumns;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what a message says of its stream, from both families, into one typed value. */
public final class StreamOptionsReader {
  private static final String ATTRIBUTES = "_ATTRIBUTES";

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
        paths("key", 6, typed == null ? List.of() : typed.texts(6)),
        eventTime(),
        partitioning(),
        clustering());
  }

  private String stream() {
    String name = typed == null ? "" : typed.text(1);
    String byDefault = Names.streamOf(message.getFile().getPackage(), message.getName());
    if (!name.isEmpty() && !Names.isStream(name)) {
      problems.invalid(
          Source.typed("stream", "name", 1),
          name,
          "a letter, then letters, digits, '.', '_' or '-'");
      return byDefault;
    }
    return name.isEmpty() ? byDefault : name;
  }

  private String table(String stream) {
    Optional<String> name = either(66666667, "BigQueryTableReference", 2, "table");
    if (name.isPresent() && !Names.isTable(name.get())) {
      problems.invalid(
          typed != null && typed.has(2)
              ? Source.typed("stream", "table", 2)
              : Source.datahem("BigQueryTableReference", 66666667),
          name.get(),
          "a table name: letters, digits and '_', not starting with a digit");
      return Names.tableOf(stream);
    }
    return name.orElseGet(() -> Names.tableOf(stream));
  }

  private Optional<String> eventTime() {
    String path = typed == null ? "" : typed.text(7);
    return path.isEmpty()
        ? Optional.empty()
        : paths("event_time", 7, List.of(path)).stream().findFirst();
  }

  private List<String> paths(String name, int number, List<String> paths) {
    for (String path : paths) {
      if (!exists(path)) {
        problems.invalid(
            Source.typed("stream", name, number),
            path,
            "a single field of " + message.getFullName() + ", as a dotted path");
      }
    }
    return paths;
  }

  private boolean exists(String path) {
    @Nullable Descriptor in = message;
    for (String name : path.split("\\.", -1)) {
      FieldDescriptor field = in == null ? null : in.findFieldByName(name);
      if (field == null || field.isRepeated()) {
        return false;
      }
      in = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? field.getMessageType() : null;
    }
    return true;
  }

  private Partitioning partitioning() {
    Optional<RawOptions.Typed> option = typed == null ? Optional.empty() : typed.member(8);
    if (option.isEmpty()) {
      return Partitioning.DAILY_BY_ARRIVAL;
    }
    String column = option.get().text(1);
    Source source = Source.typed("stream", "partitioning", 8);
    if (!isColumn(column)) {
      problems.invalid(source, column, "a top-level column of the table");
      return Partitioning.DAILY_BY_ARRIVAL;
    }
    return new Partitioning(column, Unit.valueOf(option.get().enumName(2)));
  }

  private List<String> clustering() {
    List<String> columns = typed == null ? List.of() : typed.texts(9);
    for (String column : columns) {
      if (!isColumn(column)) {
        problems.invalid(
            Source.typed("stream", "clustering", 9), column, "a top-level column of the table");
      }
    }
    return columns;
  }

  private boolean isColumn(String name) {
    return SystemColumns.ALL.stream().anyMatch(column -> column.name().equals(name))
        || message.getFields().stream()
            .map(FieldOptionsReader::read)
            .anyMatch(options -> !options.hidden() && options.column().equals(name));
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
