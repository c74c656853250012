package io.datahem.contracts.rules;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rules of a field with a single message. */
final class NestedRule extends FieldRule {
  private final MessageRules rules;
  private final boolean required;

  NestedRule(FieldDescriptor field, MessageRules rules, boolean required) {
    super(field);
    this.rules = rules;
    this.required = required;
  }

  @Override
  @Nullable Object take(CodedInputStream in, int before, @Nullable Object state, Violations found)
      throws IOException {
    message(in, rules, found);
    return null;
  }

  @Override
  void end(int count, @Nullable Object state, Violations found) {
    if (count == 0 && required) {
      found.add(REQUIRED);
    }
  }
}
