package io.datahem.contracts.decode;

import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.decode.Decoding.Rejected;
import io.datahem.contracts.json.JsonCursor;
import io.datahem.contracts.json.JsonFault;
import io.datahem.contracts.json.JsonNumber;
import io.datahem.contracts.json.JsonString;
import io.datahem.contracts.json.KeySet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way, and everything that the work on it needs: used again for the next event, so
 * that nothing is allocated but results. Not thread-safe.
 */
final class DecodeRun {
  static final String NOT_SHOWN = "a value that is not shown";

  final JsonCursor in = new JsonCursor();
  final WireSink out = new WireSink();

  /** The string taken last. */
  final JsonString text = new JsonString();

  /** The number taken last. */
  final JsonNumber number = new JsonNumber();

  /** Of so many events one counts, for all. */
  static final int SAMPLED = 16;

  private final Thread owner = Thread.currentThread();
  private final ObjectStack elements = new ObjectStack();
  private final @Nullable Object[] single = new Object[1];
  private final UnknownJson unknown = new UnknownJson();
  private final List<KeySet> keySets = new ArrayList<>();
  private int keySetsInUse;
  private final byte[] unsampled = new byte[64];
  private long[] marks = new long[64];
  private int marksInUse;

  private DecodeOptions options = DecodeOptions.STRICT;
  private @Nullable Map<String, Integer> coercions;

  /** The member that a straight line took last. */
  private int straightIndex;

  private int straightPlace;

  /** Where a value is that it did not take, -1 when it ended at a name. */
  private int straightValue;

  private boolean straightWrong;

  /** Why the event is rejected, when that was known with all that belongs to it. */
  private @Nullable Rejected rejection;

  /** Objects that hold the current value and are kept as JSON text, undeclared fields and all. */
  private int keptWhole;

  private int personal;
  private int typeDepth = -1;
  private int typePlace;
  private @Nullable FieldPlan field;
  private boolean dropped;

  /** True when only the text and the output must be reset for the next event. */
  private boolean settled;

  private @Nullable Code code;
  private @Nullable String found;
  private final byte[] foundRoom = new byte[Found.ROOM_BYTES];
  private String expected = "";
  private String member = "";

  /** True for the thread that made it, which alone may use it. */
  boolean isOwn() {
    return owner == Thread.currentThread();
  }

  /**
   * True for one of {@link #SAMPLED} events that a thread counts at a place: what threads share is
   * not written to with every event, which would send it from processor to processor.
   */
  boolean isSampled(int place) {
    int at = place & unsampled.length - 1;
    unsampled[at] = (byte) (unsampled[at] + 1 & SAMPLED - 1);
    return unsampled[at] == 0;
  }

  /** Starts with an event. */
  void open(byte[] bytes, int from, int length, DecodeOptions by) {
    in.open(bytes, from, length);
    out.reset();
    options = by;
    if (!settled) {
      forget();
    }
    settled = false;
  }

  /** The event is done with. Most leave nothing that must be reset for the next. */
  void settle() {
    settled = coercions == null && unknown.isEmpty() && typeDepth < 0 && !dropped;
  }

  private void forget() {
    unknown.reset();
    keySetsInUse = 0;
    marksInUse = 0;
    keptWhole = 0;
    personal = 0;
    typeDepth = -1;
    dropped = false;
    coercions = null;
    code = null;
    found = null;
    member = "";
  }

  /** Ends the work on an event: nothing of it is held on to. */
  void close() {
    in.close();
    elements.reset();
  }

  DecodeOptions options() {
    return options;
  }

  // --- failure ---

  boolean failed() {
    return in.failed();
  }

  /** Fails for the value that starts at a place; what stands there is shown. */
  void reject(Code reason, int place, String wanted) {
    reject(reason, place, null, wanted);
  }

  /** Fails for a reason that is not in the text itself. */
  void reject(Code reason, int place, @Nullable String what, String wanted) {
    if (in.stop(place)) {
      code = reason;
      found = personal > 0 ? NOT_SHOWN : what;
      expected = wanted;
    }
  }

  /** The path of what failed. Mostly it is the name of the field at hand, and not made again. */
  String path() {
    int place = in.onlyName();
    String name = field == null || place < 0 ? null : field.pathAt(in.bytes(), place);
    return name == null ? in.path() : name;
  }

  /** Fails for a member of the object just read, whether it is there or not. */
  void rejectMember(Code reason, String name, String what, String wanted) {
    in.atNothing();
    reject(reason, in.position(), what, wanted);
    member = member.isEmpty() ? name : member;
  }

  /** Fails for a value of another JSON type at the cursor, or for what is no value at all. */
  void wrongType(String wanted) {
    byte first = in.current();
    int place = in.position();
    switch (first) {
      case 'n' -> in.literal("null");
      case 't' -> in.literal("true");
      case 'f' -> in.literal("false");
      case '{', '[', '"', '-' -> {}
      default -> {
        if (first < '0' || first > '9') {
          in.fail(JsonFault.NOT_JSON);
        }
      }
    }
    reject(Code.FIELD_WRONG_TYPE, place, wanted);
  }

  @Nullable Code code() {
    return code;
  }

  @Nullable String found() {
    return found;
  }

  /** For the text of what was found, on its way. */
  byte[] foundRoom() {
    return foundRoom;
  }

  String expected() {
    return expected;
  }

  /** The missing member at the end of the path, empty when the path is whole. */
  String member() {
    return member;
  }

  // --- the straight line ---

  /** A straight line begins. */
  void startStraight() {
    straightIndex = -1;
    straightValue = -1;
  }

  /** It has taken a member, which starts with the comma before it at a place. */
  void tookStraight(int index, int place) {
    straightIndex = index;
    straightPlace = place;
  }

  /**
   * It ends at a value of the next member, whose name it has taken.
   *
   * @param wrong true when the value is {@link UsualForm#WRONG}
   */
  void refusedStraight(int value, boolean wrong) {
    straightValue = value;
    straightWrong = wrong;
  }

  /**
   * Rejects the value at which it ended, {@link UsualForm#WRONG} as it is. Nothing but the text
   * must be reset after that.
   *
   * @param path of the value
   */
  void rejectStraight(FieldPlan of, String path) {
    int place = straightValue;
    String shown = of.isPersonal() ? NOT_SHOWN : Found.at(in.bytes(), place, foundRoom);
    UsualForm form = of.usual();
    rejection = new Rejected(form.code(in.bytes(), place), path, shown, form.expected(), place);
    in.stop(place);
  }

  /** Takes what {@link #rejectStraight} has made; null when it has not. */
  @Nullable Rejected takeRejection() {
    Rejected made = rejection;
    rejection = null;
    return made;
  }

  /** The index of the member that was taken last; -1 when none was. */
  int straightIndex() {
    return straightIndex;
  }

  /** Where that member starts. */
  int straightPlace() {
    return straightPlace;
  }

  /** Where the next member's value is, if that was refused; otherwise -1. */
  int straightValue() {
    return straightValue;
  }

  /** Whether that value must be rejected; says nothing when none was refused. */
  boolean isStraightWrong() {
    return straightWrong;
  }

  // --- the field at hand ---

  /** What fails from here on has to do with a field, although it is not its value. */
  void atField(FieldPlan current) {
    field = current;
  }

  void enterField(FieldPlan current) {
    field = current;
    if (current.isPersonal()) {
      personal++;
    }
  }

  void leaveField(FieldPlan current) {
    if (current.isPersonal()) {
      personal--;
    }
  }

  /** The cursor is at a key that is data and no field's name: no error shows a person's. */
  void atKey(int place) {
    if (personal > 0) {
      in.atNothing();
    } else {
      in.atMember(place);
    }
  }

  /** Counts a value of the field at hand that was taken although the mapping does not allow it. */
  void coerced() {
    FieldPlan of = field;
    if (of == null) {
      return;
    }
    Map<String, Integer> counts = coercions;
    if (counts == null) {
      counts = new LinkedHashMap<>();
      coercions = counts;
    }
    counts.merge(of.fullName(), 1, Integer::sum);
  }

  Map<String, Integer> coercions() {
    return coercions == null ? Map.of() : coercions;
  }

  /** The value at hand is left out: its enum does not know it, and it may be ignored. */
  void drop() {
    dropped = true;
  }

  /** True once when the value just read was left out. */
  boolean wasDropped() {
    boolean was = dropped;
    dropped = false;
    return was;
  }

  // --- what the contract does not declare ---

  /** The value at the cursor belongs to no field: takes it, and keeps it where that is wanted. */
  void unknownMember(int place) {
    if (options.unknown() == DecodeOptions.UnknownFields.REJECT) {
      reject(Code.FIELD_UNKNOWN, place, "an undeclared field", "a field of the contract");
      return;
    }
    if (keptWhole == 0 && options.unknown() == DecodeOptions.UnknownFields.KEEP) {
      unknown.take(in);
    } else {
      in.skipValue();
    }
  }

  /** The undeclared fields as one JSON object by path, null when there are none. */
  @Nullable String unknown() {
    return unknown.text();
  }

  /** From here on undeclared fields stay where they are. */
  void keepWhole() {
    keptWhole++;
  }

  void endKeepWhole() {
    keptWhole--;
  }

  // --- Any ---

  /**
   * The object that is entered next at a depth has a member {@code @type} at a place, which is no
   * field of it.
   */
  void expectType(int depth, int place) {
    typeDepth = depth;
    typePlace = place;
  }

  int typeDepth() {
    return typeDepth;
  }

  int typePlace() {
    return typePlace;
  }

  // --- reusable room ---

  /** Values of a list that is being read. */
  ObjectStack elements() {
    return elements;
  }

  /** Room for one value on its way. */
  @Nullable Object[] single() {
    return single;
  }

  /** A key set for the object at hand. */
  KeySet openKeys() {
    if (keySetsInUse == keySets.size()) {
      keySets.add(new KeySet());
    }
    KeySet keys = keySets.get(keySetsInUse++);
    keys.clear();
    return keys;
  }

  void closeKeys() {
    keySetsInUse--;
  }

  /**
   * Marks for an object, none of them set.
   *
   * @return the first one's number
   */
  int openMarks(int words) {
    int start = marksInUse;
    marksInUse += words;
    if (marksInUse > marks.length) {
      marks = Arrays.copyOf(marks, 2 * marksInUse);
    }
    for (int i = start; i < marksInUse; i++) {
      marks[i] = 0;
    }
    return start << 6;
  }

  void closeMarks(int start) {
    marksInUse = start >>> 6;
  }

  /** Sets a mark; false when it was set. */
  boolean mark(int number) {
    long bit = 1L << number;
    int word = number >>> 6;
    long before = marks[word];
    marks[word] = before | bit;
    return (before & bit) == 0;
  }

  /** Sets marks of an object's first word, the lowest bit the first one. */
  void setMarks(int start, long bits) {
    marks[start >>> 6] |= bits;
  }

  boolean isMarked(int number) {
    return (marks[number >>> 6] & 1L << number) != 0;
  }
}
