package io.datahem.contracts.decode;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes straight lines: loads a hidden copy of {@link StraightLineCode} for each, with its members
 * as constants. Nothing is generated, the copies are byte for byte the class that javac made.
 * Thread-safe.
 */
final class StraightLines {

  /**
   * At the same time in one process; each takes about 20 kB of code and metaspace, and goes with
   * its plan.
   */
  static final int MAX_COPIES = 256;

  /** Members of one object. */
  static final int MAX_MEMBERS = 20;

  private static final List<WeakReference<StraightLine>> COPIES = new ArrayList<>();

  /** Null when there can be no more. */
  static synchronized @Nullable StraightLine of(List<UsualMember> members) {
    COPIES.removeIf(copy -> copy.get() == null);
    if (COPIES.size() >= MAX_COPIES) {
      return null;
    }
    StraightLine line = copy(members);
    COPIES.add(new WeakReference<>(line));
    return line;
  }

  private static StraightLine copy(List<UsualMember> members) {
    try (InputStream code = StraightLines.class.getResourceAsStream("StraightLineCode.class")) {
      Lookup copy =
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(
                  requireNonNull(code).readAllBytes(), List.copyOf(members), true);
      return (StraightLine) copy.lookupClass().getDeclaredConstructor().newInstance();
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot load a copy of StraightLineCode", e);
    }
  }

  private StraightLines() {}
}
