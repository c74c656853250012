package io.datahem.contracts.table;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.datahem.contracts.options.FieldOptions;
import io.datahem.contracts.options.FieldOptionsReader;
import io.datahem.contracts.options.StreamOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the columns of a stream's key, its time and its deletions. */
final class CurrentStates {
  private final Descriptor message;

  private record Found(String column, FieldDescriptor field, FieldOptions options) {}

  private CurrentStates(Descriptor message) {
    this.message = message;
  }

  /** Empty when the stream has no key, or a column that it takes is hidden. */
  static Optional<CurrentState> of(Descriptor message, StreamOptions options) {
    return options.keys().isEmpty()
        ? Optional.empty()
        : new CurrentStates(message)
            .of(options)
            .map(current -> current.with(options.reporting().orElse(null)));
  }

  private Optional<CurrentState> of(StreamOptions options) {
    List<String> keys = new ArrayList<>();
    for (String key : options.keys()) {
      Optional<Found> column = find(key);
      if (column.isEmpty()) {
        return Optional.empty();
      }
      keys.add(column.get().column);
    }
    if (options.events().changes()) {
      // An image that was removed has the times of before: when it happened is said by the
      // envelope.
      return Optional.of(
          new CurrentState(
              keys, SystemColumns.PUBLISHED, SystemColumns.OPERATION, SystemColumns.REMOVED));
    }
    String time = options.eventTime().flatMap(this::find).map(Found::column).orElse("");
    Optional<Found> deleted = options.deletedWhen().flatMap(when -> find(when.field()));
    if (options.deletedWhen().isPresent() && deleted.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new CurrentState(
            keys,
            time,
            deleted.map(Found::column).orElse(""),
            options.deletedWhen().flatMap(w -> deleted.map(f -> value(f, w.value()))).orElse("")));
  }

  private Optional<Found> find(String path) {
    List<String> columns = new ArrayList<>();
    @Nullable Descriptor in = message;
    @Nullable FieldDescriptor field = null;
    @Nullable FieldOptions options = null;
    for (String name : path.split("\\.", -1)) {
      field = in == null ? null : in.findFieldByName(name);
      options = field == null ? null : FieldOptionsReader.read(field);
      if (field == null || options == null || field.isRepeated() || options.hidden()) {
        return Optional.empty();
      }
      columns.add(options.column());
      in = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? field.getMessageType() : null;
    }
    return field == null || options == null
        ? Optional.empty()
        : Optional.of(new Found(String.join(".", columns), field, options));
  }

  /** What the column holds for a value: of an enum its number, unless the column holds names. */
  private static String value(Found found, String value) {
    if (found.field.getType() != FieldDescriptor.Type.ENUM
        || TablePlans.valueType(found.field, found.options) == ColumnType.STRING) {
      return value;
    }
    EnumValueDescriptor named = found.field.getEnumType().findValueByName(value);
    return named == null ? value : Integer.toString(named.getNumber());
  }
}
