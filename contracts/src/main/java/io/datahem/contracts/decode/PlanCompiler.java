package io.datahem.contracts.decode;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.contracts.options.FieldOptions;
import io.datahem.contracts.options.FieldOptionsReader;
import io.datahem.contracts.options.StreamOptionsReader;
import io.datahem.contracts.table.FieldKind;
import io.datahem.contracts.table.TablePlans;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a message's plans, records within records, as {@code TablePlans} plans its columns: what
 * is JSON there is kept as JSON here. A message has one plan per place where it is a record, and
 * one for all places where it is not. Not thread-safe; the plans are.
 */
final class PlanCompiler {
  private final Set<String> inside = new LinkedHashSet<>();
  private final Map<String, MessagePlan> withoutRows = new HashMap<>();
  private final TypeRegistry types = new TypeRegistry();
  private final BodyPlan any = new AnyBody(types);
  private boolean anyUsed;

  /**
   * The plan of a contract's message.
   *
   * @param others files whose types an Any may hold beside the message's own
   * @param moreSlots slots at the end of its row that are not filled here
   */
  MessagePlan contract(Descriptor message, List<FileDescriptor> others, int moreSlots) {
    types.collect(message);
    types.collect(others);
    MessagePlan plan = record(message, moreSlots);
    compileTypes();
    return plan;
  }

  /** The plan of a message that has no row. */
  MessagePlan wire(Descriptor message) {
    types.collect(message);
    MessagePlan plan = fields(message);
    compileTypes();
    return plan;
  }

  /** What an Any holds is known only from an event: every type is compiled before. */
  private void compileTypes() {
    if (anyUsed) {
      types.types().forEach(type -> types.put(type, body(type)));
    }
  }

  private MessagePlan record(Descriptor message, int moreSlots) {
    inside.add(message.getFullName());
    MessagePlan plan = new MessagePlan();
    RecordPlans plans = new RecordPlans(message, true);
    message.getFields().forEach(plans::add);
    plans.link(plan, moreSlots);
    inside.remove(message.getFullName());
    return plan;
  }

  private BodyPlan body(Descriptor message) {
    FieldKind kind = FieldKind.of(message);
    if (kind == FieldKind.WRAPPER) {
      return new WrapperBody(message);
    }
    if (kind != FieldKind.RECORD) {
      anyUsed |= kind == FieldKind.ANY;
      return ValuePlans.wellKnown(kind, any);
    }
    return fields(message);
  }

  private MessagePlan fields(Descriptor message) {
    MessagePlan known = withoutRows.get(message.getFullName());
    if (known != null) {
      return known;
    }
    MessagePlan plan = new MessagePlan();
    withoutRows.put(message.getFullName(), plan);
    RecordPlans plans = new RecordPlans(message, false);
    message.getFields().forEach(plans::add);
    // A row has no columns for extensions: there they are undeclared fields.
    types.extensions(message).forEach(plans::add);
    plans.link(plan, 0);
    return plan;
  }

  /** A value of a field, and whether a column could hold it. */
  private record Compiled(ValuePlan value, boolean hasColumn) {}

  private Compiled field(FieldDescriptor field, boolean rows) {
    if (rows && inside.size() == 1 && StreamOptionsReader.isAttributes(field)) {
      return new Compiled(new AttributesValue(WireTag.of(field)), true);
    }
    if (field.isMapField()) {
      FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
      WireTag tag = WireTag.always(2, value.getLiteType().getWireType());
      Compiled values = single(value, tag, rows);
      FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
      return new Compiled(new MapPlan(WireTag.of(field), key, values.value), values.hasColumn);
    }
    if (!field.isRepeated()) {
      return single(field, WireTag.of(field), rows);
    }
    Compiled element = single(field, field.isPacked() ? WireTag.PACKED : WireTag.of(field), rows);
    WireTag packed = field.isPacked() ? WireTag.delimited(field.getNumber()) : null;
    return new Compiled(new RepeatedPlan(element.value, packed), element.hasColumn);
  }

  private Compiled single(FieldDescriptor field, WireTag tag, boolean rows) {
    FieldKind kind = FieldKind.of(field);
    if (kind == FieldKind.SCALAR) {
      return new Compiled(ValuePlans.scalar(field, tag), true);
    }
    Descriptor type = field.getMessageType();
    if (rows && kind == FieldKind.RECORD && !TablePlans.isJson(type, inside)) {
      MessagePlan record = record(type, 0);
      return new Compiled(ValuePlans.message(field, tag, record), record.hasColumns());
    }
    ValuePlan message = ValuePlans.message(field, tag, body(type));
    boolean json = kind == FieldKind.RECORD || ValuePlans.isKeptJson(kind);
    return new Compiled(rows && json ? new KeptJson(message) : message, true);
  }

  /** Collects the plans of one message's fields. */
  private final class RecordPlans {
    private final boolean rows;
    private final Map<Integer, Integer> kept = new HashMap<>();
    private final List<FieldPlan> fields = new ArrayList<>();
    private final List<@Nullable Object> template = new ArrayList<>();
    private final List<ColumnPlan> last = new ArrayList<>();

    RecordPlans(Descriptor message, boolean rows) {
      this.rows = rows;
      if (rows) {
        for (FieldDescriptor field : message.getFields()) {
          List<FieldDescriptor> siblings = siblings(field, FieldOptionsReader.read(field));
          siblings.forEach(sibling -> keep(sibling.getIndex()));
          if (!siblings.isEmpty()) {
            keep(field.getIndex());
          }
        }
      }
    }

    private int keep(int field) {
      return kept.computeIfAbsent(field, ignored -> kept.size());
    }

    private static List<FieldDescriptor> siblings(FieldDescriptor field, FieldOptions options) {
      return options.values().coalesce().stream()
          .map(name -> field.getContainingType().findFieldByName(name))
          .map(sibling -> sibling == null ? field : sibling)
          .toList();
    }

    void add(FieldDescriptor field) {
      FieldOptions options = FieldOptionsReader.read(field);
      Compiled compiled = field(field, rows);
      boolean column = rows && compiled.hasColumn && !options.hidden();
      RowSlot slot = column ? slot(field, options) : keptOnly(field);
      fields.add(new FieldPlan(field, fields.size(), compiled.value, options.personal(), slot));
    }

    private @Nullable RowSlot keptOnly(FieldDescriptor field) {
      Integer place = kept.get(field.getIndex());
      return place == null ? null : new RowSlot(-1, place, TextSteps.AS_IT_IS, false);
    }

    private RowSlot slot(FieldDescriptor field, FieldOptions options) {
      int slot = template.size();
      ColumnPlan.ValueStep step = ColumnPlan.step(field, options);
      List<FieldDescriptor> siblings = siblings(field, options);
      int place = kept.getOrDefault(field.getIndex(), -1);
      template.add(ColumnPlan.whenAbsent(field, options, step));
      if (siblings.isEmpty()) {
        return new RowSlot(slot, place, step, field.isRepeated());
      }
      List<ColumnPlan.Sibling> first =
          siblings.stream()
              .map(s -> new ColumnPlan.Sibling(keep(s.getIndex()), s.hasPresence()))
              .toList();
      last.add(new ColumnPlan(field.getName(), slot, place, first, step, options.personal()));
      return new RowSlot(-1, place, TextSteps.AS_IT_IS, false);
    }

    void link(MessagePlan plan, int moreSlots) {
      for (int i = 0; i < moreSlots; i++) {
        template.add(null);
      }
      Map<String, Integer> names = new LinkedHashMap<>();
      List<FieldPlan> required = fields.stream().filter(FieldPlan::isRequired).toList();
      fields.forEach(field -> names.put(field.name(), field.index()));
      fields.forEach(field -> names.put(field.jsonName(), field.index()));
      RowShape shape = rows ? new RowShape(template.toArray(), kept.size(), last) : RowShape.NONE;
      plan.link(fields, required, shape, names);
    }
  }
}
