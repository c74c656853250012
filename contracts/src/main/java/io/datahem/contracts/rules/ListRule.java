package io.datahem.contracts.rules;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of a list and of its elements. */
final class ListRule extends FieldRule {
  private final Sizes sizes;
  private final boolean unique;
  private final @Nullable ValueRule element;
  private final @Nullable MessageRules message;

  /**
   * A list's rules.
   *
   * @param element the rules of each scalar, null for messages
   * @param message the rules of each message, null for scalars
   */
  ListRule(
      FieldDescriptor field,
      Sizes sizes,
      boolean unique,
      @Nullable ValueRule element,
      @Nullable MessageRules message) {
    super(field);
    this.sizes = sizes;
    this.unique = unique;
    this.element = element;
    this.message = message;
  }

  /** The values before, of a list that holds none twice; and whether it does. */
  private static final class Seen {
    private final Set<Object> values = new HashSet<>();
    private boolean twice;
  }

  @Override
  @Nullable Object take(CodedInputStream in, int before, @Nullable Object state, Violations found)
      throws IOException {
    found.member(before);
    Object next = state;
    if (message != null) {
      message(in, message, found);
    } else if (element != null && unique) {
      Seen seen = state instanceof Seen known ? known : new Seen();
      Object value = element.read(in);
      seen.twice |= !seen.values.add(value);
      element.check(value, found);
      next = seen;
    } else if (element != null) {
      element.check(element.read(in), found);
    } else {
      in.skipRawBytes(in.readRawVarint32());
    }
    found.endMember();
    return next;
  }

  @Override
  void end(int count, @Nullable Object state, Violations found) {
    if (sizes.check(count, found) && state instanceof Seen seen && seen.twice) {
      found.add("repeated.unique");
    }
  }
}
