package io.datahem.contracts.decode;

import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.json.JsonCursor;
import io.datahem.contracts.json.JsonFault;
import io.datahem.contracts.json.MemberName;
import io.datahem.contracts.json.MemberNames;
import io.datahem.contracts.json.NameTable;
import io.datahem.contracts.json.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an object becomes a message and its row, in one pass: which member goes to which field, and
 * what the field makes of it. Compiled once per message type, and per place where rows are wanted.
 * Thread-safe once linked.
 */
final class MessagePlan extends BodyPlan {
  private static final long NULL = Words.of("null");

  private FieldPlan[] fields = new FieldPlan[0];
  private FieldPlan[] required = new FieldPlan[0];
  private NameTable names = NameTable.of(Map.of());
  private MemberNames usualNames = MemberNames.of(Map.of());
  private RowShape shape = RowShape.NONE;

  /** Words of marks for its fields and oneofs; 0 when nobody asks for them. */
  private int marks;

  /** Null when a straight line would not know all that there is to do. */
  private @Nullable LearnedOrder order;

  /** The index of the field that came first the last time; a guess, as the fields' own. */
  private int first;

  /** Sets what it consists of: apart from its making, since a message may hold itself. */
  void link(
      List<FieldPlan> all, List<FieldPlan> needed, RowShape row, Map<String, Integer> byName) {
    fields = all.toArray(new FieldPlan[0]);
    required = needed.toArray(new FieldPlan[0]);
    names = NameTable.of(new LinkedHashMap<>(byName));
    usualNames = MemberNames.of(byName);
    shape = row;
    int oneofs = all.stream().mapToInt(FieldPlan::oneof).max().orElse(-1) + 1;
    boolean asked = oneofs > 0 || fields.length > Long.SIZE || required.length > 0;
    marks = asked ? (fields.length + oneofs + Long.SIZE - 1) / Long.SIZE : 0;
    order = asked || row.kept() > 0 ? null : new LearnedOrder(usualNames, fields);
  }

  /** The field that takes the event's attributes, null when none does. */
  @Nullable AttributesValue attributes() {
    for (FieldPlan field : fields) {
      if (field.value() instanceof AttributesValue attributes) {
        return attributes;
      }
    }
    return null;
  }

  /** The column of the event's attributes, -1 when there is none. */
  int attributesSlot() {
    for (FieldPlan field : fields) {
      RowSlot slot = field.row();
      if (field.value() instanceof AttributesValue && slot != null) {
        return slot.slot();
      }
    }
    return -1;
  }

  boolean hasColumns() {
    return shape.template().length > 0;
  }

  @Override
  boolean isObject() {
    return true;
  }

  @Override
  @Nullable Object read(DecodeRun run, boolean rows) {
    if (!rows) {
      object(run, null, null);
      return null;
    }
    return RowShape.unlessEmpty(readRow(run));
  }

  /** Whether the events of now are read in a straight line. */
  boolean isStraight() {
    return order != null && order.line() != null;
  }

  /** Reads the object that is the event into its row. */
  @Nullable Object[] readEvent(DecodeRun run) {
    LearnedOrder learned = order;
    if (learned == null || run.in.current() != '{') {
      return readRow(run);
    }
    int from = run.in.position();
    @Nullable Object[] row = shape.newRow();
    LearnedOrder.Line line = learned.line();
    if (line == null) {
      object(run, row, null);
    } else {
      run.startStraight();
      int after = line.code().read(run, from + 1, row);
      if (after >= 0) {
        learned.took();
        run.in.moveTo(after);
        return row;
      }
      goOn(run, line.members(), ~after, row);
    }
    if (!run.failed()) {
      if (line != null) {
        learned.refused();
      }
      learned.read(run, from);
    }
    return row;
  }

  /** Reads the rest of an event that a straight line has read up to a place. */
  private void goOn(
      DecodeRun run, List<UsualMember> line, int at, @Nullable Object @Nullable [] row) {
    int last = run.straightIndex();
    int value = run.straightValue();
    if (last < 0 && value < 0) {
      object(run, row, null);
      return;
    }
    UsualMember latest = line.get(value < 0 ? last : last + 1);
    FieldPlan field = latest.field();
    boolean wrong = value >= 0 && run.isStraightWrong();
    String path = latest.path();
    if (wrong && path != null) {
      run.rejectStraight(field, path);
      return;
    }
    JsonCursor in = run.in;
    byte[] text = in.bytes();
    in.enter();
    int seen = run.openMarks(marks);
    run.atField(field);
    int name = nameIn(text, value < 0 ? run.straightPlace() : at);
    if (wrong) {
      rejectWrong(run, field, name, value);
      return;
    }
    int after = value < 0 ? at : unusual(run, field, name, value, seen, row, null);
    if (run.failed()) {
      return;
    }
    int next = nextMember(in, text, name, after);
    if (next >= 0) {
      in.moveTo(next);
      members(run, seen, row, null, field, latest.taken());
    }
    finish(run, seen, row, null);
  }

  /** Where the name of a member is that may start with a comma and a space. */
  private static int nameIn(byte[] text, int member) {
    int name = text[member] == ',' ? member + 1 : member;
    return text[name] == ' ' ? name + 1 : name;
  }

  /** Reads an object into a row, which is there even when it holds nothing. */
  @Nullable Object[] readRow(DecodeRun run) {
    @Nullable Object[] row = shape.newRow();
    if (shape.kept() == 0) {
      object(run, row, null);
      return row;
    }
    @Nullable Object[] kept = new Object[shape.kept()];
    object(run, row, kept);
    return row;
  }

  private void object(
      DecodeRun run, @Nullable Object @Nullable [] row, @Nullable Object @Nullable [] kept) {
    JsonCursor in = run.in;
    if (in.current() != '{') {
      run.wrongType("an object");
      return;
    }
    if (!in.enter()) {
      return;
    }
    int seen = run.openMarks(marks);
    if (in.next() != '}') {
      members(run, seen, row, kept, null, 0);
    }
    finish(run, seen, row, kept);
  }

  /** Ends an object, at its closing brace. */
  private void finish(
      DecodeRun run,
      int seen,
      @Nullable Object @Nullable [] row,
      @Nullable Object @Nullable [] kept) {
    if (run.failed()) {
      return;
    }
    for (FieldPlan field : required) {
      if (!run.isMarked(seen + field.index())) {
        run.rejectMember(Code.FIELD_MISSING, field.name(), "nothing", "the required field");
        return;
      }
    }
    if (row != null && kept != null) {
      for (ColumnPlan column : shape.last()) {
        column.put(kept, row, run);
      }
    }
    if (!run.failed()) {
      run.closeMarks(seen);
      run.in.leave();
      run.in.moveTo(run.in.position() + 1);
    }
  }

  /**
   * Reads members up to the closing brace.
   *
   * @param latest the one before, null for none
   * @param taken the bits of those that were read before
   */
  private void members(
      DecodeRun run,
      int seen,
      @Nullable Object @Nullable [] row,
      @Nullable Object @Nullable [] kept,
      @Nullable FieldPlan latest,
      long taken) {
    JsonCursor in = run.in;
    byte[] text = in.bytes();
    FieldPlan[] all = fields;
    FieldPlan before = latest;
    int guess = latest == null ? first : latest.following();
    // Kept here, and not in the cursor and the run, which are told when someone else goes on.
    int at = in.position();
    long marked = taken;
    while (true) {
      FieldPlan field = guess < all.length ? all[guess] : null;
      int place = at;
      if (field != null && field.member().isAt(text, at)) {
        at += field.member().length();
      } else {
        int found = usualNames.find(text, at);
        if (found >= 0) {
          MemberName name = usualNames.name(found).written(text, at);
          field = all[usualNames.number(found)];
          field.learnName(name);
          learn(before, field.index());
          at += name.length();
        } else {
          field = unusual(run, place, before);
          at = in.position();
        }
      }
      if (field != null) {
        long bit = field.bit();
        if ((marked & bit) != 0 || (bit == 0 && !run.mark(seen + field.index()))) {
          rejectTwice(run, field, place, at);
          return;
        }
        marked |= bit;
        int slot = row == null ? -1 : field.usualSlot();
        @Nullable Object @Nullable [] to = slot < 0 ? null : row;
        UsualForm usual = field.usual();
        int after =
            switch (usual.kind()) {
              case UsualForm.STRING -> usual.takeString(run, text, at, to, slot);
              case UsualForm.INTEGER -> usual.takeInteger(run.out, text, at, to, slot);
              case UsualForm.DOUBLE -> usual.takeDouble(run.out, text, at, to, slot);
              case UsualForm.BOOL -> usual.takeBool(run.out, text, at, to, slot);
              case UsualForm.TIMESTAMP -> usual.takeTimestamp(run, text, at, to, slot);
              default -> UsualForm.OTHER;
            };
        if (after < 0) {
          after = otherwise(run, field, place, at, after, seen, row, kept);
          if (run.failed()) {
            return;
          }
        }
        at = after;
        before = field;
        guess = field.following();
      }
      int next = nextMember(in, text, place, at);
      if (next < 0) {
        if (field != null) {
          run.atField(field);
        }
        if (marks > 0) {
          run.setMarks(seen, marked);
        }
        return;
      }
      at = next;
    }
  }

  /**
   * Takes a value that is not written as most are.
   *
   * @param refused what its usual form said
   * @return the place behind it
   */
  private int otherwise(
      DecodeRun run,
      FieldPlan field,
      int name,
      int at,
      int refused,
      int seen,
      @Nullable Object @Nullable [] row,
      @Nullable Object @Nullable [] kept) {
    int after = refused;
    if (after == UsualForm.OTHER) {
      int slot = row == null ? -1 : field.usualSlot();
      after = field.usual().takeLonger(run.out, run.in.bytes(), at, slot < 0 ? null : row, slot);
    }
    if (after == UsualForm.WRONG) {
      return rejectWrong(run, field, name, at);
    }
    return after < 0 ? unusual(run, field, name, at, seen, row, kept) : after;
  }

  /** Rejects a value that its usual form found {@link UsualForm#WRONG}. */
  private static int rejectWrong(DecodeRun run, FieldPlan field, int name, int at) {
    run.in.atMember(name);
    run.enterField(field);
    field.usual().reject(run, at);
    run.leaveField(field);
    return run.in.position();
  }

  /** The same for what no usual form takes. */
  private int unusual(
      DecodeRun run,
      FieldPlan field,
      int name,
      int at,
      int seen,
      @Nullable Object @Nullable [] row,
      @Nullable Object @Nullable [] kept) {
    JsonCursor in = run.in;
    byte[] text = in.bytes();
    if (field.passesNull() && Words.first(Words.get(text, at), 4) == NULL) {
      return at + 4;
    }
    if (text[at] == ' ') {
      field.learnName(text, name);
    }
    in.moveTo(at);
    in.atMember(name);
    in.space();
    member(run, field, seen, row, kept);
    return in.position();
  }

  private static void rejectTwice(DecodeRun run, FieldPlan field, int name, int value) {
    run.atField(field);
    run.in.atMember(name);
    run.in.moveTo(value);
    run.in.space();
    run.reject(Code.JSON_DUPLICATE_FIELD, run.in.position(), "the field twice", "it once");
  }

  /**
   * Goes from a member, whose name is at a place, to the next one's name.
   *
   * @return where it starts; -1 behind the last one, and when the cursor has failed
   */
  private static int nextMember(JsonCursor in, byte[] text, int place, int at) {
    if (text[at] == ',') {
      if (text[at + 1] == '"') {
        return at + 1;
      }
      if (text[at + 1] == ' ' && text[at + 2] == '"') {
        return at + 2;
      }
    }
    in.moveTo(at);
    byte next = in.space();
    if (next == '}' || in.failed()) {
      return -1;
    }
    in.atMember(place);
    if (next != ',') {
      in.fail(JsonFault.NOT_JSON);
      return -1;
    }
    in.next();
    return in.position();
  }

  /** Takes a name that is written as few are, or that no field has; null then. */
  private @Nullable FieldPlan unusual(DecodeRun run, int place, @Nullable FieldPlan before) {
    run.in.moveTo(place);
    run.in.atMember(place);
    FieldPlan field = named(run, place);
    if (field != null) {
      field.learnName(run.in.bytes(), place);
      learn(before, field.index());
    }
    return field;
  }

  private void learn(@Nullable FieldPlan before, int index) {
    if (before == null) {
      first = index;
    } else {
      before.follow(index);
    }
  }

  /**
   * Takes a member's name and goes to its value.
   *
   * @return null when no field has the name: its value was taken then, or the run has failed
   */
  private @Nullable FieldPlan named(DecodeRun run, int place) {
    JsonCursor in = run.in;
    if (in.current() != '"') {
      in.fail(JsonFault.NOT_JSON);
      return null;
    }
    int index = names.take(in);
    if (index == NameTable.NOT_PLAIN) {
      if (!run.text.take(in)) {
        return null;
      }
      index = names.find(run.text.bytes(), run.text.from(), run.text.to());
    }
    in.colon();
    if (index >= 0) {
      return fields[index];
    }
    if (run.typeDepth() == in.depth() && isType(run, place)) {
      if (place != run.typePlace()) {
        run.reject(Code.JSON_DUPLICATE_FIELD, place, "the field twice", "it once");
      }
      in.skipValue();
    } else {
      run.unknownMember(place);
    }
    return null;
  }

  private static boolean isType(DecodeRun run, int place) {
    int value = run.in.position();
    run.in.moveTo(place);
    boolean type = run.text.take(run.in) && run.text.is(AnyBody.TYPE);
    run.in.moveTo(value);
    return type;
  }

  private void member(
      DecodeRun run,
      FieldPlan field,
      int seen,
      @Nullable Object @Nullable [] row,
      @Nullable Object @Nullable [] kept) {
    JsonCursor in = run.in;
    int place = in.position();
    if (in.current() == 'n' && !field.takesNull()) {
      in.literal("null");
      if (field.isRequired()) {
        run.reject(Code.FIELD_MISSING, place, "the required field");
      }
      return;
    }
    if (field.oneof() >= 0 && !run.mark(seen + fields.length + field.oneof())) {
      run.reject(Code.ONEOF_CONFLICT, place, "a second member of its oneof", "one member at most");
      return;
    }
    run.enterField(field);
    RowSlot slot = row == null ? null : field.row();
    Object value = field.value().read(run, slot != null);
    boolean dropped = run.wasDropped();
    if (slot != null && row != null && !dropped && !run.failed()) {
      slot.put(value, row, kept, run, place);
    }
    run.leaveField(field);
  }
}
