package io.datahem.contracts.decode;

import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.options.FieldOptions;
import io.datahem.contracts.options.FieldOptionsReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an object becomes a record: which member goes to which field, and from which fields the
 * columns come. Compiled once per message type and place. Thread-safe.
 */
final class RecordPlan implements ValueReader {
  private final Map<String, FieldPlan> byName;
  private final List<FieldPlan> fields;
  private final List<ColumnPlan> columns;
  private final List<FieldPlan> required;
  private final boolean oneofs;

  private RecordPlan(List<FieldPlan> fields, List<ColumnPlan> columns) {
    this.fields = List.copyOf(fields);
    this.columns = List.copyOf(columns);
    this.required = fields.stream().filter(FieldPlan::required).toList();
    this.oneofs = fields.stream().anyMatch(field -> field.oneof() >= 0);
    Map<String, FieldPlan> names = new HashMap<>();
    fields.forEach(field -> names.put(field.name(), field));
    fields.forEach(field -> names.put(field.jsonName(), field));
    this.byName = names;
  }

  /** Compiles a message type. The columns are those of {@code TablePlans}, in the same order. */
  static RecordPlan compile(Descriptor message, PlanCompiler compiler) {
    List<FieldPlan> fields = new ArrayList<>();
    List<ColumnPlan> columns = new ArrayList<>();
    for (FieldDescriptor field : message.getFields()) {
      FieldOptions options = FieldOptionsReader.read(field);
      FieldPlan plan = compiler.field(field, options);
      fields.add(plan);
      if (plan.hasColumn()) {
        columns.add(ColumnPlan.compile(field, options));
      }
    }
    return new RecordPlan(fields, columns);
  }

  boolean hasColumns() {
    return !columns.isEmpty();
  }

  int columnCount() {
    return columns.size();
  }

  @Override
  public @Nullable Object read(DecodeRun run) throws IOException {
    @Nullable Object[] row = new Object[columns.size()];
    return readInto(run, row) ? row : null;
  }

  /**
   * Reads an object and fills the row's first slots.
   *
   * @return false when every column is null
   */
  boolean readInto(DecodeRun run, @Nullable Object[] row) throws IOException {
    if (run.in.currentToken() != JsonToken.START_OBJECT) {
      throw run.reject(Code.FIELD_WRONG_TYPE, "an object");
    }
    @Nullable Object[] values = new Object[fields.size()];
    boolean[] seen = new boolean[fields.size()];
    int @Nullable [] oneofTaken = oneofs ? new int[fields.size()] : null;
    while (run.in.nextToken() == JsonToken.FIELD_NAME) {
      FieldPlan field = byName.get(run.name());
      JsonToken token = run.in.nextToken();
      if (field == null) {
        run.keepUnknown();
        continue;
      }
      if (seen[field.index()]) {
        throw new Rejection(Code.JSON_DUPLICATE_FIELD, "the field twice", "it once").at(run.path());
      }
      seen[field.index()] = true;
      if (token == JsonToken.VALUE_NULL && !field.reader().takesNull()) {
        continue;
      }
      if (oneofTaken != null && field.oneof() >= 0 && oneofTaken[field.oneof()]++ > 0) {
        throw new Rejection(
                Code.ONEOF_CONFLICT, "a second member of its oneof", "one member at most")
            .at(run.path());
      }
      values[field.index()] = read(field, run);
    }
    for (FieldPlan field : required) {
      if (values[field.index()] == null) {
        throw new Rejection(Code.FIELD_MISSING, "nothing", "the required field")
            .at(run.pathOf(field.name()));
      }
    }
    return fill(values, row, run);
  }

  private static @Nullable Object read(FieldPlan field, DecodeRun run) throws IOException {
    try {
      return field.reader().read(run);
    } catch (Rejection e) {
      if (e.path() != null) {
        throw e;
      }
      Rejection shown =
          field.personal() ? new Rejection(e.code(), "a value that is not shown", e.expected()) : e;
      throw shown.at(run.path());
    }
  }

  private boolean fill(@Nullable Object[] values, @Nullable Object[] row, DecodeRun run) {
    boolean any = false;
    for (int i = 0; i < columns.size(); i++) {
      Object value = columns.get(i).value(values, run);
      row[i] = value;
      any |= value != null;
    }
    return any;
  }
}
