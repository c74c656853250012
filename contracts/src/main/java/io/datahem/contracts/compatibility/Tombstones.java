package io.datahem.contracts.compatibility;

import static io.datahem.contracts.compatibility.Rule.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Numbers and names that an older version had, the last one has not, and the new one gives to
 * something else: whoever looks at the last version alone sees a new field.
 */
final class Tombstones {
  private static final Set<Break> BACKWARD = EnumSet.of(Break.BACKWARD_WIRE, Break.BACKWARD_JSON);

  static final Rule<FieldDescriptor> FIELD_NUMBER_REVIVED =
      words(
              "FIELD_NUMBER_REVIVED",
              "Data of an older version has that number of a field that is gone since.",
              "Take a number that no version ever used.")
          .changing(BACKWARD, Tombstones::revivedNumber);

  static final Rule<FieldDescriptor> FIELD_NAME_REVIVED =
      words(
              "FIELD_NAME_REVIVED",
              "JSON of an older version has that name of a field that is gone since.",
              "Take a name that no version ever used.")
          .changing(EnumSet.of(Break.BACKWARD_JSON), Tombstones::revivedName);

  static final Rule<EnumValueDescriptor> ENUM_NUMBER_REVIVED =
      words(
              "ENUM_NUMBER_REVIVED",
              "Data of an older version has that number of a value that is gone since.",
              "Take a number that no version ever used.")
          .changing(EnumSet.of(Break.BACKWARD_JSON), Tombstones::revivedValue);

  static final List<Rule<?>> ALL =
      List.of(FIELD_NUMBER_REVIVED, FIELD_NAME_REVIVED, ENUM_NUMBER_REVIVED);

  private final Policy policy;
  private final Verdict verdict;
  private final List<SchemaTypes> older = new ArrayList<>();
  private final SchemaTypes last;

  private Tombstones(Policy policy, List<FileDescriptor> versions, Verdict verdict) {
    this.policy = policy;
    this.verdict = verdict;
    for (int i = versions.size() - 2; i >= 0; i--) {
      older.add(SchemaTypes.of(versions.get(i)));
    }
    last = SchemaTypes.of(versions.get(versions.size() - 1));
  }

  /**
   * @param versions oldest first, at least one; the last is compared elsewhere
   */
  static void check(
      Policy policy, List<FileDescriptor> versions, FileDescriptor after, Verdict verdict) {
    if (versions.size() < 2) {
      return;
    }
    Tombstones tombstones = new Tombstones(policy, versions, verdict);
    SchemaTypes now = SchemaTypes.of(after);
    now.messages().values().forEach(tombstones::message);
    now.enums().values().forEach(tombstones::values);
  }

  private void message(Descriptor after) {
    Descriptor before = last.messages().get(after.getFullName());
    for (FieldDescriptor field : after.getFields()) {
      if (before == null || before.findFieldByNumber(field.getNumber()) == null) {
        byNumber(field);
      }
      if (before == null || named(before, field) == null) {
        byName(field);
      }
    }
  }

  private void byNumber(FieldDescriptor field) {
    for (SchemaTypes types : older) {
      Descriptor type = types.messages().get(field.getContainingType().getFullName());
      FieldDescriptor old = type == null ? null : type.findFieldByNumber(field.getNumber());
      if (old != null) {
        say(FIELD_NUMBER_REVIVED, FIELD_NUMBER_REVIVED.broken(old, field), old, field);
        return;
      }
    }
  }

  private void byName(FieldDescriptor field) {
    for (SchemaTypes types : older) {
      Descriptor type = types.messages().get(field.getContainingType().getFullName());
      FieldDescriptor old = type == null ? null : named(type, field);
      if (old != null) {
        say(FIELD_NAME_REVIVED, FIELD_NAME_REVIVED.broken(old, field), old, field);
        return;
      }
    }
  }

  private static @Nullable FieldDescriptor named(Descriptor type, FieldDescriptor field) {
    return type.getFields().stream()
        .filter(other -> FieldReadings.knows(field, other.getJsonName()))
        .findFirst()
        .orElse(null);
  }

  private void say(
      Rule<FieldDescriptor> rule,
      Optional<Broken> broken,
      FieldDescriptor old,
      FieldDescriptor now) {
    String owner = now.getContainingType().getFullName();
    broken.ifPresent(
        each ->
            verdict.add(
                policy,
                rule,
                each,
                new Verdict.Elements(old, now, owner, owner),
                new Verdict.Event(owner, (example, whom) -> example)));
  }

  private void values(EnumDescriptor after) {
    EnumDescriptor before = last.enums().get(after.getFullName());
    for (EnumValueDescriptor value : after.getValues()) {
      if (before == null || before.findValueByNumber(value.getNumber()) == null) {
        value(after, value);
      }
    }
  }

  private void value(EnumDescriptor after, EnumValueDescriptor value) {
    for (SchemaTypes types : older) {
      EnumDescriptor type = types.enums().get(after.getFullName());
      EnumValueDescriptor old = type == null ? null : type.findValueByNumber(value.getNumber());
      if (old != null) {
        String owner = after.getFullName();
        ENUM_NUMBER_REVIVED
            .broken(old, value)
            .ifPresent(
                broken ->
                    verdict.add(
                        policy,
                        ENUM_NUMBER_REVIVED,
                        broken,
                        new Verdict.Elements(old, value, owner, owner),
                        new Verdict.Event(owner, (example, whom) -> example)));
        return;
      }
    }
  }

  private static Optional<Broken> revivedNumber(FieldDescriptor old, FieldDescriptor now) {
    Map<Break, JsonNode> examples = new EnumMap<>(Break.class);
    List.of(
            FieldReadings.cardinality(old, now),
            FieldReadings.type(old, now),
            FieldReadings.range(old, now),
            FieldReadings.name(old, now))
        .forEach(losses -> put(examples, losses));
    return examples.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Broken(
                "number "
                    + now.getNumber()
                    + " of field '"
                    + now.getName()
                    + "' ("
                    + FieldText.type(now)
                    + ") was that of '"
                    + old.getName()
                    + "' ("
                    + FieldText.type(old)
                    + ")",
                "",
                examples));
  }

  private static void put(Map<Break, JsonNode> examples, List<Loss> losses) {
    losses.forEach(loss -> examples.putIfAbsent(Break.of(true, loss.format()), loss.example()));
  }

  private static Optional<Broken> revivedName(FieldDescriptor old, FieldDescriptor now) {
    List<Loss> losses = new ArrayList<>(FieldReadings.cardinality(old, now));
    losses.addAll(FieldReadings.type(old, now));
    losses.addAll(FieldReadings.range(old, now));
    return old.getNumber() == now.getNumber()
        ? Optional.empty()
        : losses.stream()
            .filter(loss -> loss.format() == Format.JSON)
            .findFirst()
            .map(
                loss ->
                    MessageRules.broken(
                        "name '"
                            + old.getJsonName()
                            + "' of field "
                            + now.getNumber()
                            + " was that of field "
                            + old.getNumber()
                            + " ("
                            + FieldText.type(old)
                            + ")",
                        EnumSet.of(Break.BACKWARD_JSON),
                        loss.example()));
  }

  private static Optional<Broken> revivedValue(EnumValueDescriptor old, EnumValueDescriptor now) {
    return now.getType().findValueByName(old.getName()) != null
        ? Optional.empty()
        : Optional.of(
            MessageRules.broken(
                "number "
                    + now.getNumber()
                    + " of value '"
                    + now.getName()
                    + "' was that of '"
                    + old.getName()
                    + "'",
                EnumSet.of(Break.BACKWARD_JSON),
                NullNode.instance));
  }
}
