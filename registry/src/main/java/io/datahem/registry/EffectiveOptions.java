package io.datahem.registry;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import io.datahem.contracts.Contract;
import io.datahem.contracts.options.FieldOptions;
import io.datahem.contracts.options.FieldOptionsReader;
import io.datahem.contracts.options.StreamOptions;
import io.datahem.contracts.options.ValueRules;
import io.datahem.contracts.options.ValueRules.LocalToUtc;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a contract's options come to, whichever family said it and whatever was left to defaults:
 * those of the stream, and those of every field of every message it reaches.
 */
final class EffectiveOptions {
  private final Map<String, Map<String, Object>> messages = new TreeMap<>();

  private EffectiveOptions() {}

  static Map<String, Object> of(Contract contract) {
    EffectiveOptions options = new EffectiveOptions();
    options.walk(contract.descriptor());
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("stream", stream(contract.options()));
    shown.put("messages", options.messages);
    return shown;
  }

  private static Map<String, Object> stream(StreamOptions options) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", options.stream());
    shown.put("table", options.table());
    shown.put("description", options.description());
    shown.put("owner", options.owner());
    shown.put("tags", options.tags());
    shown.put("keys", options.keys());
    options.eventTime().ifPresent(path -> shown.put("eventTime", path));
    shown.put("partitioning", options.partitioning());
    shown.put("clustering", options.clustering());
    options.deletedWhen().ifPresent(gone -> shown.put("deletedWhen", gone));
    options.reporting().ifPresent(table -> shown.put("reporting", table));
    shown.put("rules", options.events().rules());
    shown.put("lenient", options.events().lenient());
    shown.put("unknownFields", options.events().unknown());
    shown.put("typedStream", options.events().typedStream());
    shown.put("changeEvents", options.events().changes());
    if (options.events().duplicateHours() > 0) {
      shown.put("duplicateHours", options.events().duplicateHours());
    }
    return shown;
  }

  /** Not by recursion: how deep types nest is up to whoever pushes. */
  private void walk(Descriptor root) {
    Deque<Descriptor> toVisit = new ArrayDeque<>();
    toVisit.add(root);
    while (!toVisit.isEmpty()) {
      Descriptor message = toVisit.removeFirst();
      boolean isOwn = !message.getFullName().startsWith("google.protobuf.");
      if (!isOwn || messages.containsKey(message.getFullName())) {
        continue;
      }
      Map<String, Object> fields = new LinkedHashMap<>();
      messages.put(message.getFullName(), fields);
      for (FieldDescriptor field : message.getFields()) {
        fields.put(field.getName(), field(FieldOptionsReader.read(field)));
        if (field.getJavaType() == JavaType.MESSAGE) {
          toVisit.add(field.getMessageType());
        }
      }
    }
  }

  private static Map<String, Object> field(FieldOptions options) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("column", options.column());
    shown.put("description", options.description());
    options.type().ifPresent(type -> shown.put("type", type));
    shown.put("hidden", options.hidden());
    shown.put("useDefault", options.useDefault());
    shown.put("tags", options.categories());
    shown.put("personal", options.personal());
    options.forget().ifPresent(value -> shown.put("forget", value));
    if (options.enumNames()) {
      shown.put("enumAs", "NAME");
    }
    values(options.values(), shown);
    return shown;
  }

  private static void values(ValueRules rules, Map<String, Object> shown) {
    if (!rules.coalesce().isEmpty()) {
      shown.put("coalesce", rules.coalesce());
    }
    rules.filter().ifPresent(pattern -> shown.put("filter", pattern.pattern()));
    rules.extract().ifPresent(pattern -> shown.put("extract", pattern.pattern()));
    rules.append().ifPresent(text -> shown.put("append", text));
    rules
        .replace()
        .ifPresent(
            replace ->
                shown.put(
                    "replace",
                    Map.of("pattern", replace.pattern().pattern(), "text", replace.text())));
    rules.localToUtc().ifPresent(rule -> shown.put("localToUtc", localToUtc(rule)));
    rules.divide().ifPresent(divisor -> shown.put("divide", divisor));
  }

  private static Map<String, String> localToUtc(LocalToUtc rule) {
    return Map.of("zone", rule.zone().getId(), "from", rule.from().text(), "to", rule.to().text());
  }
}
