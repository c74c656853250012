package io.datahem.contracts.rules;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rules of one field. What is known of it while its message is walked over is given along. */
abstract class FieldRule {
  static final String REQUIRED = "required";

  private final int number;
  private final String name;
  private final boolean packable;

  FieldRule(FieldDescriptor field) {
    this.number = field.getNumber();
    this.name = field.getJsonName();
    this.packable = field.isPackable();
  }

  int number() {
    return number;
  }

  /** Its name in JSON. */
  String name() {
    return name;
  }

  /** True when a tag stands before several values of a list. */
  boolean isPacked(int tag) {
    return packable && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  /**
   * Takes one value of it.
   *
   * @param before how many came before
   * @param state what the value before has left, null for the first
   * @return what is left for the next value and for the end
   */
  abstract @Nullable Object take(
      CodedInputStream in, int before, @Nullable Object state, Violations found) throws IOException;

  /** The message has ended: so many values came. */
  abstract void end(int count, @Nullable Object state, Violations found);

  /** Checks a message that the input holds with its length. */
  static void message(CodedInputStream in, MessageRules rules, Violations found)
      throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    rules.check(in, found);
    in.popLimit(limit);
  }
}
