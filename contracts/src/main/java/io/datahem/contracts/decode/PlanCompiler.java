package io.datahem.contracts.decode;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.datahem.contracts.options.FieldOptions;
import io.datahem.contracts.options.StreamOptionsReader;
import io.datahem.contracts.table.FieldKind;
import io.datahem.contracts.table.TablePlans;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Compiles a message's plans, records within records, as {@code TablePlans} plans its columns: what
 * is JSON there is read as JSON here. Not thread-safe; the plans are.
 */
final class PlanCompiler {
  private final Set<String> inside = new LinkedHashSet<>();

  /**
   * Plans of messages kept as JSON, which may hold themselves: one per type, compiled when first
   * met.
   */
  private final Map<String, RecordPlan> checks;

  PlanCompiler() {
    this(new HashMap<>());
  }

  private PlanCompiler(Map<String, RecordPlan> checks) {
    this.checks = checks;
  }

  RecordPlan record(Descriptor message) {
    inside.add(message.getFullName());
    RecordPlan plan = RecordPlan.compile(message, this);
    inside.remove(message.getFullName());
    return plan;
  }

  FieldPlan field(FieldDescriptor field, FieldOptions options) {
    ValueReader single = single(field);
    ValueReader reader = single;
    boolean hasColumn = hasColumn(single);
    if (StreamOptionsReader.isAttributes(field) && inside.size() == 1) {
      reader = AttributesReader.INSTANCE;
    } else if (field.isMapField()) {
      ValueReader values = value(field.getMessageType().findFieldByNumber(2));
      hasColumn = hasColumn(values);
      reader = new MapReader(field.getMessageType().findFieldByNumber(1), values);
    } else if (field.isRepeated()) {
      reader = new ListReader(single);
    }
    return new FieldPlan(
        field.getIndex(),
        field.getName(),
        field.getJsonName(),
        reader,
        field.getRealContainingOneof() == null ? -1 : field.getRealContainingOneof().getIndex(),
        field.isRequired(),
        options.personal(),
        hasColumn && !options.hidden());
  }

  private static boolean hasColumn(ValueReader reader) {
    return !(reader instanceof RecordPlan record) || record.hasColumns();
  }

  private ValueReader single(FieldDescriptor field) {
    return field.isMapField() ? AttributesReader.INSTANCE : value(field);
  }

  private ValueReader value(FieldDescriptor field) {
    FieldKind kind = FieldKind.of(field);
    if (kind == FieldKind.SCALAR) {
      return ScalarReaders.of(field);
    }
    if (kind != FieldKind.RECORD) {
      return WellKnownReaders.of(field, kind);
    }
    Descriptor type = field.getMessageType();
    if (TablePlans.isJson(type, inside)) {
      return new JsonTextReader(() -> check(type));
    }
    return record(type);
  }

  private RecordPlan check(Descriptor type) {
    synchronized (checks) {
      RecordPlan known = checks.get(type.getFullName());
      if (known == null) {
        known = new PlanCompiler(checks).record(type);
        checks.put(type.getFullName(), known);
      }
      return known;
    }
  }
}
