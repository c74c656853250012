package io.datahem.contracts.rules;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rules of a map, of its keys and of its values. */
final class MapRule extends FieldRule {
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private final Sizes sizes;
  private final ValueRule key;
  private final @Nullable ValueRule value;
  private final @Nullable MessageRules message;

  /**
   * A map's rules.
   *
   * @param value the rules of each scalar, null for messages
   * @param message the rules of each message, null for scalars
   */
  MapRule(
      FieldDescriptor field,
      Sizes sizes,
      ValueRule key,
      @Nullable ValueRule value,
      @Nullable MessageRules message) {
    super(field);
    this.sizes = sizes;
    this.key = key;
    this.value = value;
    this.message = message;
  }

  @Override
  @Nullable Object take(CodedInputStream in, int before, @Nullable Object state, Violations found)
      throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    entry(in, found);
    in.popLimit(limit);
    return null;
  }

  /** A key stands before its value, as this product writes them; either may be its default. */
  private void entry(CodedInputStream in, Violations found) throws IOException {
    int tag = in.readTag();
    Object name = key.defaultValue();
    if (tag != 0 && WireFormat.getTagFieldNumber(tag) == KEY) {
      name = key.read(in);
      tag = in.readTag();
    }
    found.member(name.toString());
    key.check(name, found);
    if (tag != 0 && WireFormat.getTagFieldNumber(tag) == VALUE) {
      value(in, found);
    } else if (value != null) {
      value.check(value.defaultValue(), found);
    } else if (message != null) {
      message.check(CodedInputStream.newInstance(new byte[0]), found);
    }
    found.endMember();
  }

  private void value(CodedInputStream in, Violations found) throws IOException {
    if (message != null) {
      message(in, message, found);
    } else if (value != null) {
      value.check(value.read(in), found);
    } else {
      in.skipRawBytes(in.getBytesUntilLimit());
    }
  }

  @Override
  void end(int count, @Nullable Object state, Violations found) {
    sizes.check(count, found);
  }
}
