package io.datahem.contracts.decode;

import io.datahem.contracts.json.JsonCursor;
import io.datahem.contracts.json.MemberName;
import io.datahem.contracts.json.MemberNames;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * In which order the members of an event come, once so many were read that one more look pays, and
 * the {@link StraightLine} by it. Threads may overwrite each other's counts: that costs time and
 * nothing else.
 */
final class LearnedOrder {

  /** Events before the first look; each further one waits twice as long, up to a bound. */
  static final int FIRST_LOOK = 2_000;

  private static final int MAX_DOUBLINGS = 8;

  /** An event that goes on by the table weighs as much as so many that are taken whole. */
  private static final int REFUSAL = 8;

  /** Another order would gain more than this line does when refusals outweigh by so much. */
  private static final int MAX_OUTWEIGHED = 4_000;

  private static final AtomicInteger MADE = new AtomicInteger();

  /** Where a thread counts what it reads; others may count there, too. */
  private final int place = MADE.getAndIncrement();

  private final MemberNames names;
  private final FieldPlan[] fields;
  private @Nullable Line line;
  private int doublings;
  private int untilLook = FIRST_LOOK;
  private int outweighed;

  LearnedOrder(MemberNames names, FieldPlan[] fields) {
    this.names = names;
    this.fields = fields;
  }

  /** A straight line, and what it reads. */
  record Line(StraightLine code, List<UsualMember> members) {}

  @Nullable Line line() {
    return line;
  }

  /** The line has taken an event. */
  void took() {
    if (outweighed > 0) {
      outweighed--;
    }
  }

  /** The table has gone on with an event, which was right: one that is not says nothing here. */
  void refused() {
    outweighed += REFUSAL;
    if (outweighed > MAX_OUTWEIGHED) {
      line = null;
      outweighed = 0;
    }
  }

  /** The table has read the event that starts at a place; the cursor is behind it. */
  void read(DecodeRun run, int from) {
    if (line == null && run.isSampled(place)) {
      untilLook -= DecodeRun.SAMPLED;
      if (untilLook <= 0) {
        untilLook = FIRST_LOOK << doublings;
        doublings = Math.min(MAX_DOUBLINGS, doublings + 1);
        look(run.in, from);
      }
    }
  }

  private void look(JsonCursor in, int from) {
    int after = in.position();
    List<UsualMember> members = members(in, from + 1);
    if (members != null && in.position() + 1 == after) {
      StraightLine code = StraightLines.of(members);
      line = code == null ? null : new Line(code, members);
    }
    in.moveTo(after);
  }

  /** The members of an event that is known to be right; null when one is written unusually. */
  private @Nullable List<UsualMember> members(JsonCursor in, int first) {
    byte[] text = in.bytes();
    List<UsualMember> members = new ArrayList<>();
    long bits = 0;
    for (int from = first; text[from] != '}'; from = in.position()) {
      int quote = text[from] == ',' ? text[from + 1] == ' ' ? from + 2 : from + 1 : from;
      int found = names.find(text, quote);
      if (found < 0 || members.size() == StraightLines.MAX_MEMBERS) {
        return null;
      }
      MemberName name = names.name(found).written(text, quote);
      FieldPlan field = fields[names.number(found)];
      int value = quote + name.length();
      UsualValue taken = UsualValue.of(field);
      if (taken == null || value - from > UsualName.MAX_LENGTH) {
        return null;
      }
      bits |= field.bit();
      UsualName usual = UsualName.of(text, from, value);
      members.add(new UsualMember(field, usual, taken, bits, field.pathAt(text, quote)));
      in.moveTo(value);
      in.skipValue();
    }
    return members.isEmpty() ? null : members;
  }
}
