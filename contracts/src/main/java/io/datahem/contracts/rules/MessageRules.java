package io.datahem.contracts.rules;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a message's fields, by number. Linked apart from its making, since a message may
 * hold itself. Thread-safe once linked.
 */
final class MessageRules {
  private int[] numbers = new int[0];
  private FieldRule[] fields = new FieldRule[0];
  private OneofRule[] oneofs = new OneofRule[0];

  /**
   * A oneof of which one member has to be set.
   *
   * @param members the members' numbers, sorted
   */
  record OneofRule(String name, int[] members) {}

  /** Sets what it consists of; fields in the order of their numbers. */
  void link(List<FieldRule> rules, List<OneofRule> required) {
    fields = rules.toArray(new FieldRule[0]);
    numbers = rules.stream().mapToInt(FieldRule::number).toArray();
    oneofs = required.toArray(new OneofRule[0]);
  }

  boolean isEmpty() {
    return fields.length == 0 && oneofs.length == 0;
  }

  List<FieldRule> fields() {
    return List.of(fields);
  }

  /** Checks a message, which ends where the input ends. */
  void check(CodedInputStream in, Violations found) throws IOException {
    int[] counts = new int[fields.length];
    @Nullable Object[] states = new Object[fields.length];
    boolean[] chosen = new boolean[oneofs.length];
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int number = WireFormat.getTagFieldNumber(tag);
      for (int i = 0; i < chosen.length; i++) {
        chosen[i] |= Arrays.binarySearch(oneofs[i].members(), number) >= 0;
      }
      int index = Arrays.binarySearch(numbers, number);
      if (index < 0) {
        in.skipField(tag);
        continue;
      }
      FieldRule field = fields[index];
      found.enter(field.name());
      if (field.isPacked(tag)) {
        int limit = in.pushLimit(in.readRawVarint32());
        while (!in.isAtEnd()) {
          states[index] = field.take(in, counts[index]++, states[index], found);
        }
        in.popLimit(limit);
      } else {
        states[index] = field.take(in, counts[index]++, states[index], found);
      }
      found.leave();
    }
    for (int i = 0; i < fields.length; i++) {
      found.enter(fields[i].name());
      fields[i].end(counts[i], states[i], found);
      found.leave();
    }
    for (int i = 0; i < chosen.length; i++) {
      if (!chosen[i]) {
        found.enter(oneofs[i].name());
        found.add(FieldRule.REQUIRED);
        found.leave();
      }
    }
  }
}
