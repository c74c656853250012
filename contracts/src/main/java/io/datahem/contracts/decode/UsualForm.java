package io.datahem.contracts.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.json.Utf8;
import io.datahem.contracts.json.Words;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The short way for a value that is written as nearly all are: a string without escapes, a number
 * of up to fifteen digits without an exponent, a timestamp of whole seconds in UTC. It takes such a
 * value where it stands and writes it, and leaves every other, and every error, to the {@link
 * ValuePlan}, which judges alone. So it may refuse anything, but what it takes must become what the
 * plan would make of it. Of a value that is plainly wrong it says so: a number out of range, a
 * moment that is none, a text that is no number, a value of another JSON type that needs no
 * reading.
 *
 * <p>Who reads switches over the {@link #kind} himself. A subclass for each kind would be a call
 * that is never inlined, and so would be one method with the switch, which is soon too large; such
 * a call costs as much as a short value.
 *
 * @param kind one of the kinds below, by which the right one of the methods is called
 * @param tag what stands before the value on the wire, so many bytes of it
 * @param least the range of an integer
 * @param expected what a value must be, for a rejection
 */
record UsualForm(
    int kind,
    long tag,
    int tagLength,
    boolean omitsDefault,
    long least,
    long most,
    String expected) {

  /** The value is written otherwise; nothing has changed. */
  static final int OTHER = -1;

  /** The value is of this form and must be rejected; nothing has changed. */
  static final int WRONG = -2;

  /** Room for a tag, a length, and a number with the words that are written over them. */
  private static final int ROOM_BYTES = 40;

  // Numbers, not an enum: a switch over them is a jump and no look at a table before it.
  static final int NO_KIND = 0;
  static final int STRING = 1;
  static final int INTEGER = 2;
  static final int DOUBLE = 3;
  static final int BOOL = 4;
  static final int TIMESTAMP = 5;

  private static final long TRUE = Words.of("true");
  private static final long FALSE = Words.of("false");

  /** The way of no value. */
  static final UsualForm NONE = of(NO_KIND, WireTag.PACKED);

  private static UsualForm of(int kind, WireTag tag) {
    return of(kind, tag, 0, 0, "");
  }

  private static UsualForm of(int kind, WireTag tag, long least, long most, String expected) {
    return new UsualForm(
        kind, tag.bytes(), tag.length(), tag.omitsDefault(), least, most, expected);
  }

  static UsualForm string(WireTag tag) {
    return of(STRING, tag, 0, 0, "string");
  }

  static UsualForm ofDouble(WireTag tag) {
    return of(DOUBLE, tag, 0, 0, FloatingType.DOUBLE.text());
  }

  static UsualForm bool(WireTag tag) {
    return of(BOOL, tag, 0, 0, "bool");
  }

  static UsualForm timestamp(WireTag tag) {
    return of(TIMESTAMP, tag, 0, 0, Rfc3339.EXPECTED);
  }

  /** An integer that is written as a varint and held by a row as a Long. */
  static UsualForm integer(WireTag tag, IntegerType type) {
    return of(INTEGER, tag, type.least(), type.most(), type.name());
  }

  // Each takes the value at a place of the text and writes it, its tag before it. The row takes it
  // too, unless there is none. Returned is the place behind the value, OTHER, or WRONG.

  int takeString(
      DecodeRun run, byte[] text, int quote, @Nullable Object @Nullable [] row, int slot) {
    if (text[quote] != '"') {
      return run.options().lenient() ? OTHER : ofOtherType(text[quote]);
    }
    WireSink out = run.out;
    // What a string says is never longer than how it is written.
    byte[] wire = out.room(run.in.end() - quote + ROOM_BYTES);
    int before = out.size();
    Words.set(wire, before, tag);
    int start = before + tagLength + 1;
    int from = quote + 1;
    long copied = copy(text, from, wire, start);
    int length = (int) (copied >> 1);
    boolean ascii = (copied & 1) == 0;
    if (length < 0 || (!ascii && !Utf8.isValid(text, from, from + length))) {
      return OTHER;
    }
    if (row != null) {
      row[slot] = ascii ? ofAscii(text, from, length) : new String(text, from, length, UTF_8);
    }
    out.setSize(start + length);
    if (length >= 0x80) {
      out.close(start, 1);
    } else if (length == 0 && omitsDefault) {
      out.setSize(before);
    } else {
      wire[start - 1] = (byte) length;
    }
    return from + length + 1;
  }

  /**
   * Copies a string's content.
   *
   * @return twice its length, and one more when it is not all ASCII; negative when it holds a
   *     backslash or what cannot stand in it
   */
  private static long copy(byte[] text, int from, byte[] wire, int start) {
    int length = 0;
    long seen = 0;
    long word = Words.get(text, from);
    long ends = Words.ends(word);
    while (ends == 0) {
      Words.set(wire, start + length, word);
      seen |= word;
      length += Long.BYTES;
      word = Words.get(text, from + length);
      ends = Words.ends(word);
    }
    Words.set(wire, start + length, word);
    seen |= word & (ends ^ (ends - 1));
    if (Words.at(word, Words.before(ends)) != '"') {
      return OTHER;
    }
    return 2L * (length + Words.before(ends)) + (Words.beyondAscii(seen) == 0 ? 0 : 1);
  }

  /** What is known to be ASCII is copied and not looked at again. */
  @SuppressWarnings("deprecation") // every constructor with a charset is a call and decodes
  private static String ofAscii(byte[] text, int from, int length) {
    return new String(text, 0, from, length);
  }

  // Where a value ends is what the next one waits for: it is never computed from what a value is.

  int takeInteger(
      WireSink out, byte[] text, int place, @Nullable Object @Nullable [] row, int slot) {
    long word = Words.get(text, place);
    int count = Words.digits(word);
    if (count == 0 || count == Long.BYTES || Digits.goesOn(Words.at(word, count))) {
      return OTHER;
    }
    if (Words.at(word, 0) == '0' && count != 1) {
      return OTHER;
    }
    // Every type has room for so few digits.
    putInteger(out, Words.number(word, count), row, slot);
    return place + count;
  }

  /** The same for what the methods for its kind did not take: longer numbers, and in quotes. */
  int takeLonger(
      WireSink out, byte[] text, int place, @Nullable Object @Nullable [] row, int slot) {
    if (kind == INTEGER) {
      return takeLongerInteger(out, text, place, row, slot);
    }
    return kind == DOUBLE ? takeLongerDouble(out, text, place, row, slot) : OTHER;
  }

  private int takeLongerInteger(
      WireSink out, byte[] text, int place, @Nullable Object @Nullable [] row, int slot) {
    // Numbers of 64 bits stand in quotes: readers of JavaScript would round them.
    boolean quoted = text[place] == '"';
    int start = quoted ? place + 1 : place;
    boolean negative = text[start] == '-';
    int first = negative ? start + 1 : start;
    int count = Digits.count(text, first);
    if (count == 0 && !negative) {
      return quoted ? ofWords(text, start) : ofOtherType(text[start]);
    }
    if (count == 0 || count > Digits.MAX_EXACT || (text[first] == '0' && count != 1)) {
      return OTHER;
    }
    int after = first + count;
    if (quoted ? text[after++] != '"' : Digits.goesOn(text[after])) {
      return OTHER;
    }
    long magnitude = Digits.value(text, first, count);
    long value = negative ? -magnitude : magnitude;
    if (value < least || value > most) {
      return WRONG;
    }
    putInteger(out, value, row, slot);
    return after;
  }

  private void putInteger(WireSink out, long value, @Nullable Object @Nullable [] row, int slot) {
    if (row != null) {
      row[slot] = value;
    }
    if (value != 0 || !omitsDefault) {
      out.varint(tag, tagLength, value);
    }
  }

  int takeDouble(
      WireSink out, byte[] text, int place, @Nullable Object @Nullable [] row, int slot) {
    // Signs come and go as they like: no branch that would be foreseen wrongly.
    int negative = (((text[place] ^ '-') & 0xFF) - 1) >>> 31;
    int first = place + negative;
    long word = Words.get(text, first);
    long others = Words.others(word);
    int whole = Words.before(others);
    int length = Words.before(others & (others - 1));
    // The last of eight bytes is what ends the number, or it may go on behind them.
    if (whole == 0 || length == Long.BYTES || (Words.at(word, 0) == '0' && whole != 1)) {
      return OTHER;
    }
    double value;
    if (Words.at(word, whole) == '.') {
      int fraction = length - whole - 1;
      if (fraction == 0) {
        return OTHER;
      }
      value = Digits.decimal(Digits.withoutPoint(word, whole), whole + fraction, fraction);
    } else {
      length = whole;
      value = Words.number(word, whole);
    }
    if (Digits.goesOn(Words.at(word, length))) {
      return OTHER;
    }
    putDouble(out, value, negative, row, slot);
    return first + length;
  }

  private int takeLongerDouble(
      WireSink out, byte[] text, int place, @Nullable Object @Nullable [] row, int slot) {
    int negative = text[place] == '-' ? 1 : 0;
    int first = place + negative;
    int whole = Digits.count(text, first);
    if (whole == 0 && negative == 0) {
      return text[first] == '"' ? ofWords(text, first + 1) : ofOtherType(text[first]);
    }
    if (whole == 0 || (text[first] == '0' && whole != 1)) {
      return OTHER;
    }
    int length = Digits.decimalLength(text, first, whole);
    if (length < 0 || Digits.goesOn(text[first + length])) {
      return OTHER;
    }
    putDouble(out, Digits.decimal(text, first, whole, length), negative, row, slot);
    return first + length;
  }

  private void putDouble(
      WireSink out, double value, int negative, @Nullable Object @Nullable [] row, int slot) {
    // Minus zero is not the default: its bits are not.
    long bits = Double.doubleToRawLongBits(value) ^ (long) negative << 63;
    if (row != null) {
      row[slot] = Double.longBitsToDouble(bits);
    }
    if (bits != 0 || !omitsDefault) {
      out.fixed64(tag, tagLength, bits);
    }
  }

  int takeBool(WireSink out, byte[] text, int at, @Nullable Object @Nullable [] row, int slot) {
    long word = Words.get(text, at);
    boolean value = Words.first(word, 4) == TRUE;
    if (!value && Words.first(word, 5) != FALSE) {
      return ofOtherType(text[at]);
    }
    if (row != null) {
      row[slot] = value;
    }
    if (value || !omitsDefault) {
      out.varint(tag, tagLength, value ? 1 : 0);
    }
    return value ? at + 4 : at + 5;
  }

  int takeTimestamp(
      DecodeRun run, byte[] text, int at, @Nullable Object @Nullable [] row, int slot) {
    if (text[at] != '"' || run.in.end() - at < Rfc3339.UTC_BYTES) {
      return ofOtherType(text[at]);
    }
    long seconds = Rfc3339.utcSeconds(text, at);
    if (seconds == Rfc3339.NONE || seconds == Rfc3339.OTHER) {
      return seconds == Rfc3339.NONE ? WRONG : OTHER;
    }
    if (row != null) {
      row[slot] = Instant.ofEpochSecond(seconds);
    }
    run.out.moment(tag, tagLength, seconds);
    return at + Rfc3339.UTC_BYTES;
  }

  /** What to say of a value that does not start as one of this kind does. */
  private static int ofOtherType(byte first) {
    return first == '{' || first == '[' || isNumber(first) ? WRONG : OTHER;
  }

  /** What to say of a text that does not start as an integer does: these alone can be numbers. */
  private static int ofWords(byte[] text, int from) {
    if (isNumber(text[from]) || text[from] == 'N' || text[from] == 'I') {
      return OTHER;
    }
    int at = from;
    long stops;
    while ((stops = Words.stops(Words.get(text, at))) == 0) {
      at += Long.BYTES;
    }
    return text[at + Words.before(stops)] == '"' ? WRONG : OTHER;
  }

  private static boolean isNumber(byte first) {
    return first == '-' || (first >= '0' && first <= '9');
  }

  /** Rejects a {@link #WRONG} value. */
  void reject(DecodeRun run, int place) {
    run.reject(code(run.in.bytes(), place), place, expected);
  }

  /** Why a {@link #WRONG} value is rejected. */
  Code code(byte[] text, int place) {
    boolean quoted = text[place] == '"';
    if (kind == TIMESTAMP) {
      return quoted ? Code.FIELD_INVALID_FORMAT : Code.FIELD_WRONG_TYPE;
    }
    boolean number = kind == INTEGER || kind == DOUBLE;
    if (number && isNumber(text[quoted ? place + 1 : place])) {
      return Code.FIELD_OUT_OF_RANGE;
    }
    return quoted ? Code.FIELD_INVALID_FORMAT : Code.FIELD_WRONG_TYPE;
  }
}
