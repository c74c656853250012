package io.datahem.contracts.rules;

import build.buf.validate.FieldRules;
import build.buf.validate.Ignore;
import build.buf.validate.MapRules;
import build.buf.validate.RepeatedRules;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.OneofDescriptor;
import io.datahem.contracts.rules.MessageRules.OneofRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the common rules, and says when a message has others. Only types that hold a rule
 * somewhere are walked over. Not thread-safe; what it makes is.
 */
final class RuleCompiler {
  private static final long ANY_SIZE = -1L;

  private final Map<Descriptor, MessageRules> compiled = new HashMap<>();
  private final Set<Descriptor> carrying = new HashSet<>();
  private boolean needsProtovalidate;

  /** The rules of a message, empty when it and all it holds have none. */
  Optional<MessageRules> compile(Descriptor message) {
    Map<Descriptor, Set<Descriptor>> types = Declared.types(message);
    types.keySet().stream().filter(Declared::hasOwn).forEach(carrying::add);
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Map.Entry<Descriptor, Set<Descriptor>> type : types.entrySet()) {
        boolean holds = type.getValue().stream().anyMatch(carrying::contains);
        grown |= holds && carrying.add(type.getKey());
      }
    }
    return carrying.contains(message) ? Optional.of(message(message)) : Optional.empty();
  }

  /** True when some rule is none of the common ones: what was compiled does not hold them all. */
  boolean needsProtovalidate() {
    return needsProtovalidate;
  }

  private MessageRules message(Descriptor message) {
    MessageRules known = compiled.get(message);
    if (known != null) {
      return known;
    }
    MessageRules rules = new MessageRules();
    compiled.put(message, rules);
    build.buf.validate.MessageRules own = Declared.of(message);
    Declared.checkKnown(message, own.getUnknownFields());
    needsProtovalidate |= own.getSerializedSize() > 0;
    List<FieldRule> fields = new ArrayList<>();
    for (FieldDescriptor field : message.getFields()) {
      FieldRule rule = field(field);
      if (rule != null) {
        fields.add(rule);
      }
    }
    fields.sort(Comparator.comparingInt(FieldRule::number));
    rules.link(fields, oneofs(message));
    return rules;
  }

  private static List<OneofRule> oneofs(Descriptor message) {
    List<OneofRule> required = new ArrayList<>();
    for (OneofDescriptor oneof : message.getRealOneofs()) {
      if (Declared.isRequired(oneof)) {
        int[] members =
            oneof.getFields().stream().mapToInt(FieldDescriptor::getNumber).sorted().toArray();
        required.add(new OneofRule(oneof.getName(), members));
      }
    }
    return required;
  }

  private @Nullable FieldRule field(FieldDescriptor field) {
    FieldRules rules = Declared.of(field);
    Declared.checkKnown(field, rules.getUnknownFields());
    if (rules.getIgnore() == Ignore.IGNORE_ALWAYS) {
      return null;
    }
    needsProtovalidate |= rules.getCelCount() > 0 || field.getType() == FieldDescriptor.Type.GROUP;
    if (field.isMapField()) {
      return map(field, rules);
    }
    if (field.isRepeated()) {
      return list(field, rules);
    }
    if (field.getJavaType() != JavaType.MESSAGE) {
      ValueRule value = scalar(field, rules);
      boolean any = !value.isEmpty() || rules.getRequired();
      return any ? new SingleRule(field, value, rules.getRequired()) : null;
    }
    needsProtovalidate |= !isPlainMessage(rules);
    MessageRules nested = nested(field.getMessageType());
    if (nested == null && !rules.getRequired()) {
      return null;
    }
    MessageRules held = nested == null ? new MessageRules() : nested;
    return new NestedRule(field, held, rules.getRequired());
  }

  /** The rules of a message type, null when it holds none. */
  private @Nullable MessageRules nested(Descriptor type) {
    return carrying.contains(type) ? message(type) : null;
  }

  /** True for rules of a message that are not of a well-known type's value. */
  private static boolean isPlainMessage(FieldRules rules) {
    return rules.getTypeCase() == FieldRules.TypeCase.TYPE_NOT_SET
        && rules.getIgnore() == Ignore.IGNORE_UNSPECIFIED
        && rules.getCelCount() == 0;
  }

  private ValueRule scalar(FieldDescriptor field, FieldRules rules) {
    needsProtovalidate |= rules.getCelCount() > 0;
    Optional<List<ValueCheck>> checks = ScalarRules.compile(field, rules);
    needsProtovalidate |= checks.isEmpty();
    // A zero that was set is no unset value, where the two can be told apart.
    boolean tellsZero =
        field.hasPresence() && !field.getContainingType().toProto().getOptions().getMapEntry();
    boolean always = rules.getIgnore() == Ignore.IGNORE_ALWAYS;
    return new ValueRule(
        field.getType(),
        rules.getIgnore() == Ignore.IGNORE_IF_ZERO_VALUE && !tellsZero,
        always ? List.of() : checks.orElse(List.of()));
  }

  private @Nullable FieldRule list(FieldDescriptor field, FieldRules rules) {
    RepeatedRules own = rules.getRepeated();
    needsProtovalidate |=
        !own.getUnknownFields().asMap().isEmpty()
            || rules.hasRepeated() != (rules.getTypeCase() != FieldRules.TypeCase.TYPE_NOT_SET);
    Sizes sizes =
        new Sizes(
            own.getMinItems(),
            own.hasMaxItems() ? own.getMaxItems() : ANY_SIZE,
            "repeated.min_items",
            "repeated.max_items",
            rules.getRequired(),
            rules.getIgnore() == Ignore.IGNORE_IF_ZERO_VALUE);
    if (field.getJavaType() == JavaType.MESSAGE) {
      needsProtovalidate |= own.getUnique() || !isPlainMessage(own.getItems());
      boolean skipped = own.getItems().getIgnore() == Ignore.IGNORE_ALWAYS;
      MessageRules nested = skipped ? null : nested(field.getMessageType());
      return isAny(sizes) || nested != null
          ? new ListRule(field, sizes, false, null, nested)
          : null;
    }
    boolean fractional =
        field.getJavaType() == JavaType.DOUBLE || field.getJavaType() == JavaType.FLOAT;
    needsProtovalidate |= own.getUnique() && fractional;
    ValueRule element = scalar(field, own.getItems());
    return isAny(sizes) || own.getUnique() || !element.isEmpty()
        ? new ListRule(field, sizes, own.getUnique(), element, null)
        : null;
  }

  private @Nullable FieldRule map(FieldDescriptor field, FieldRules rules) {
    MapRules own = rules.getMap();
    needsProtovalidate |=
        !own.getUnknownFields().asMap().isEmpty()
            || rules.hasMap() != (rules.getTypeCase() != FieldRules.TypeCase.TYPE_NOT_SET);
    Sizes sizes =
        new Sizes(
            own.getMinPairs(),
            own.hasMaxPairs() ? own.getMaxPairs() : ANY_SIZE,
            "map.min_pairs",
            "map.max_pairs",
            rules.getRequired(),
            rules.getIgnore() == Ignore.IGNORE_IF_ZERO_VALUE);
    FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    ValueRule keys = scalar(key, own.getKeys());
    if (value.getJavaType() == JavaType.MESSAGE) {
      needsProtovalidate |= !isPlainMessage(own.getValues());
      MessageRules nested = nested(value.getMessageType());
      return isAny(sizes) || !keys.isEmpty() || nested != null
          ? new MapRule(field, sizes, keys, null, nested)
          : null;
    }
    ValueRule values = scalar(value, own.getValues());
    return isAny(sizes) || !keys.isEmpty() || !values.isEmpty()
        ? new MapRule(field, sizes, keys, values, null)
        : null;
  }

  private static boolean isAny(Sizes sizes) {
    return sizes.least() != 0 || sizes.most() != ANY_SIZE || sizes.required();
  }
}
