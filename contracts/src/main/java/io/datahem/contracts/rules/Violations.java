package io.datahem.contracts.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The violations of one event, and where in it the walk is. A place is turned into text only when a
 * rule is broken there. Not thread-safe.
 */
final class Violations {
  private final List<Violation> found = new ArrayList<>(0);
  private String[] names = new String[8];
  private @Nullable Object[] members = new Object[8];
  private int depth;

  /** Goes to a field of the message at hand. */
  void enter(String name) {
    if (depth == names.length) {
      names = Arrays.copyOf(names, 2 * depth);
      members = Arrays.copyOf(members, 2 * depth);
    }
    names[depth] = name;
    members[depth] = null;
    depth++;
  }

  /** Goes to an element of the list at hand, by index, or to a value of the map at hand, by key. */
  void member(Object indexOrKey) {
    members[depth - 1] = indexOrKey;
  }

  /** Goes back from the member to its list or map. */
  void endMember() {
    members[depth - 1] = null;
  }

  void leave() {
    depth--;
  }

  /** The value at hand breaks a rule. */
  void add(String rule) {
    if (found.size() < EventRules.MAX_VIOLATIONS) {
      found.add(new Violation(rule, path()));
    }
  }

  List<Violation> list() {
    return found.isEmpty() ? List.of() : List.copyOf(found);
  }

  private String path() {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      append(path, names[i]);
      Object member = members[i];
      if (member instanceof Integer index) {
        path.append('[').append(index).append(']');
      } else if (member != null) {
        append(path, member.toString());
      }
    }
    return path.toString();
  }

  private static void append(StringBuilder path, String name) {
    if (path.length() > 0) {
      path.append('.');
    }
    path.append(name);
  }
}
