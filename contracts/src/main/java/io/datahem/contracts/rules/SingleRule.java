package io.datahem.contracts.rules;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rules of a field with a single scalar. */
final class SingleRule extends FieldRule {
  private static final Object SET = new Object();

  private final ValueRule value;
  private final boolean presence;
  private final boolean required;

  SingleRule(FieldDescriptor field, ValueRule value, boolean required) {
    super(field);
    this.value = value;
    this.presence = field.hasPresence();
    this.required = required;
  }

  @Override
  @Nullable Object take(CodedInputStream in, int before, @Nullable Object state, Violations found)
      throws IOException {
    Object read = value.read(in);
    if (!presence && value.isZero(read)) {
      return null;
    }
    value.check(read, found);
    return SET;
  }

  @Override
  void end(int count, @Nullable Object set, Violations found) {
    if (set != null) {
      return;
    }
    if (required) {
      found.add(REQUIRED);
    } else if (!presence) {
      // A field that cannot be absent has its default, which has to keep the rules too.
      value.check(value.defaultValue(), found);
    }
  }
}
