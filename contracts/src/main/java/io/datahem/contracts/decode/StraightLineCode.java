package io.datahem.contracts.decode;

import java.lang.invoke.MethodHandles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The code of every {@link StraightLine}. It is never used itself: {@link StraightLines} loads a
 * hidden copy of it for each order of members, so that the members are constants to HotSpot, which
 * compiles each copy into code for them alone.
 */
final class StraightLineCode extends StraightLine {
  private static final List<UsualMember> MEMBERS = members();
  private static final UsualName N0 = name(0);
  private static final UsualName N1 = name(1);
  private static final UsualName N2 = name(2);
  private static final UsualName N3 = name(3);
  private static final UsualName N4 = name(4);
  private static final UsualName N5 = name(5);
  private static final UsualName N6 = name(6);
  private static final UsualName N7 = name(7);
  private static final UsualName N8 = name(8);
  private static final UsualName N9 = name(9);
  private static final UsualName N10 = name(10);
  private static final UsualName N11 = name(11);
  private static final UsualName N12 = name(12);
  private static final UsualName N13 = name(13);
  private static final UsualName N14 = name(14);
  private static final UsualName N15 = name(15);
  private static final UsualName N16 = name(16);
  private static final UsualName N17 = name(17);
  private static final UsualName N18 = name(18);
  private static final UsualName N19 = name(19);

  private static final UsualValue V0 = value(0);
  private static final UsualValue V1 = value(1);
  private static final UsualValue V2 = value(2);
  private static final UsualValue V3 = value(3);
  private static final UsualValue V4 = value(4);
  private static final UsualValue V5 = value(5);
  private static final UsualValue V6 = value(6);
  private static final UsualValue V7 = value(7);
  private static final UsualValue V8 = value(8);
  private static final UsualValue V9 = value(9);
  private static final UsualValue V10 = value(10);
  private static final UsualValue V11 = value(11);
  private static final UsualValue V12 = value(12);
  private static final UsualValue V13 = value(13);
  private static final UsualValue V14 = value(14);
  private static final UsualValue V15 = value(15);
  private static final UsualValue V16 = value(16);
  private static final UsualValue V17 = value(17);
  private static final UsualValue V18 = value(18);
  private static final UsualValue V19 = value(19);

  private static UsualName name(int index) {
    return index < MEMBERS.size() ? MEMBERS.get(index).name() : UsualName.NONE;
  }

  private static UsualValue value(int index) {
    return index < MEMBERS.size() ? MEMBERS.get(index).value() : new UsualValue.Nothing();
  }

  @SuppressWarnings("unchecked") // the class data of every copy
  private static List<UsualMember> members() {
    try {
      return MethodHandles.classData(MethodHandles.lookup(), "_", List.class);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Cannot read the members of a straight line", e);
    }
  }

  @Override
  int read(DecodeRun run, int first, @Nullable Object @Nullable [] row) {
    byte[] text = run.in.bytes();
    int at = take(0, N0, V0, run, text, first, row);
    at = take(1, N1, V1, run, text, at, row);
    at = take(2, N2, V2, run, text, at, row);
    at = take(3, N3, V3, run, text, at, row);
    at = take(4, N4, V4, run, text, at, row);
    at = take(5, N5, V5, run, text, at, row);
    at = take(6, N6, V6, run, text, at, row);
    at = take(7, N7, V7, run, text, at, row);
    at = take(8, N8, V8, run, text, at, row);
    at = take(9, N9, V9, run, text, at, row);
    at = take(10, N10, V10, run, text, at, row);
    at = take(11, N11, V11, run, text, at, row);
    at = take(12, N12, V12, run, text, at, row);
    at = take(13, N13, V13, run, text, at, row);
    at = take(14, N14, V14, run, text, at, row);
    at = take(15, N15, V15, run, text, at, row);
    at = take(16, N16, V16, run, text, at, row);
    at = take(17, N17, V17, run, text, at, row);
    at = take(18, N18, V18, run, text, at, row);
    at = take(19, N19, V19, run, text, at, row);
    return at >= 0 && text[at] == '}' ? at + 1 : Math.min(at, ~at);
  }

  /** Goes on with a member, unless there is none or the one before it was refused. */
  private static int take(
      int index,
      UsualName name,
      UsualValue value,
      DecodeRun run,
      byte[] text,
      int place,
      @Nullable Object @Nullable [] row) {
    if (place < 0 || name.length() == 0) {
      return place;
    }
    if (!name.isAt(text, place)) {
      return ~place;
    }
    int at = place + name.length();
    int after = value.take(run, text, at, row);
    if (after < 0) {
      after = after == UsualForm.OTHER ? value.takeLonger(run, text, at, row) : after;
      if (after < 0) {
        run.refusedStraight(at, after == UsualForm.WRONG);
        return ~place;
      }
    }
    run.tookStraight(index, place);
    return after;
  }
}
