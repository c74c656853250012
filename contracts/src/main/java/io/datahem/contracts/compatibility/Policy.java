package io.datahem.contracts.compatibility;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which breaks count.
 *
 * @param level in which directions, and against which versions
 * @param formats for which readers
 * @param promises whether a change counts that breaks nobody yet, and lets a later one
 * @param growing whether the new version may have values that readers with the old one lack
 */
record Policy(CompatibilityLevel level, Set<Format> formats, boolean promises, boolean growing) {
  private static final Set<Format> STREAM = EnumSet.of(Format.WIRE, Format.JSON, Format.TABLE);

  /** Of a stream unless a level is set: nobody is broken, and what its fields hold may grow. */
  static final Policy DEFAULT_OF_STREAMS =
      new Policy(CompatibilityLevel.FULL_TRANSITIVE, STREAM, true, true);

  static Policy ofStream(CompatibilityLevel level) {
    return new Policy(level, STREAM, true, false);
  }

  /** Of a schema without a stream; it has no table. */
  static Policy ofSchema(CompatibilityLevel level, Set<Format> formats) {
    return new Policy(level, formats, false, false);
  }

  boolean counts(Rule<?> rule, Break whom) {
    return isAsked(whom)
        && formats.contains(whom.format())
        && switch (rule.kind()) {
          case LOSS -> true;
          case GROWTH -> whom.backward() || !growing;
          case PROMISE -> promises;
        };
  }

  /** A table is changed in place or not at all, whichever direction is asked for. */
  private boolean isAsked(Break whom) {
    if (whom.format() == Format.TABLE) {
      return level != CompatibilityLevel.NONE;
    }
    return whom.backward() ? level.backward() : level.forward();
  }
}
