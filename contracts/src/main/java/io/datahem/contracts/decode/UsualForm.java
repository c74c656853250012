package io.datahem.contracts.decode;

import io.datahem.contracts.json.Utf8;
import io.datahem.contracts.json.Words;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The short way for a value that is written as nearly all are: a string without escapes, a number
 * of up to fifteen digits without an exponent, a timestamp of whole seconds in UTC. It takes such a
 * value where it stands and writes it, and leaves every other, and every error, to the {@link
 * ValuePlan}, which judges alone. So it may refuse anything, but what it takes must become what the
 * plan would make of it.
 *
 * <p>Who reads switches over the {@link #kind} himself. A subclass for each kind would be a call
 * that is never inlined, and so would be one method with the switch, which is soon too large; such
 * a call costs as much as a short value. Immutable.
 */
final class UsualForm {

  /** The value is written otherwise; nothing has changed. */
  static final int OTHER = -1;

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
  static final UsualForm NONE = new UsualForm(NO_KIND, WireTag.PACKED, 0, 0);

  private final int kind;
  private final long tag;
  private final int tagLength;
  private final boolean omitsDefault;

  /** The range of an integer. */
  private final long least;

  private final long most;

  private UsualForm(int kind, WireTag tag, long least, long most) {
    this.kind = kind;
    this.tag = tag.bytes();
    this.tagLength = tag.length();
    this.omitsDefault = tag.omitsDefault();
    this.least = least;
    this.most = most;
  }

  static UsualForm string(WireTag tag) {
    return new UsualForm(STRING, tag, 0, 0);
  }

  static UsualForm ofDouble(WireTag tag) {
    return new UsualForm(DOUBLE, tag, 0, 0);
  }

  static UsualForm bool(WireTag tag) {
    return new UsualForm(BOOL, tag, 0, 0);
  }

  static UsualForm timestamp(WireTag tag) {
    return new UsualForm(TIMESTAMP, tag, 0, 0);
  }

  /** An integer that is written as a varint and held by a row as a Long. */
  static UsualForm integer(WireTag tag, IntegerType type) {
    return new UsualForm(INTEGER, tag, type.least(), type.most());
  }

  /** One of the kinds above, by which the right one of the methods below is called. */
  int kind() {
    return kind;
  }

  // Each takes the value at a place of the text and writes it, its tag before it. The row takes it
  // too, unless there is none. Returned is the place behind the value, or OTHER.

  int takeString(
      DecodeRun run, byte[] text, int quote, @Nullable Object @Nullable [] row, int slot) {
    if (text[quote] != '"') {
      return OTHER;
    }
    WireSink out = run.out;
    // What a string says is never longer than how it is written.
    byte[] wire = out.room(run.in.end() - quote + ROOM_BYTES);
    int before = out.size();
    Words.set(wire, before, tag);
    int start = before + tagLength + 1;
    int from = quote + 1;
    long copied = copy(text, from, wire, start);
    if (copied < 0) {
      return OTHER;
    }
    int length = (int) (copied >> 1);
    if (row != null) {
      // What is known to be ASCII is not looked at again.
      Charset charset = (copied & 1) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
      row[slot] = new String(text, from, length, charset);
    }
    if (length < 0x80) {
      wire[start - 1] = (byte) length;
      out.setSize(length == 0 && omitsDefault ? before : start + length);
    } else {
      out.setSize(start + length);
      out.close(start, 1);
    }
    return from + length + 1;
  }

  /**
   * Copies a string's content.
   *
   * @return twice its length, and one when it is not all ASCII; {@link #OTHER} when anything in it
   *     is escaped or wrong
   */
  private static long copy(byte[] text, int from, byte[] wire, int start) {
    int length = 0;
    long beyondAscii = 0;
    while (true) {
      long word = Words.get(text, from + length);
      Words.set(wire, start + length, word);
      long stops = Words.stops(word);
      if (stops == 0) {
        length += 8;
        continue;
      }
      length += Words.before(stops);
      byte b = text[from + length];
      if (b == '"') {
        return ((long) length << 1) | beyondAscii;
      }
      int more = b < 0 ? Utf8.sequence(text, from + length) : 0;
      if (more == 0) {
        return OTHER;
      }
      beyondAscii = 1;
      Words.set(wire, start + length, Words.get(text, from + length));
      length += more;
    }
  }

  int takeInteger(
      WireSink out, byte[] text, int place, @Nullable Object @Nullable [] row, int slot) {
    // Numbers of 64 bits stand in quotes: readers of JavaScript would round them.
    boolean quoted = text[place] == '"';
    int start = quoted ? place + 1 : place;
    boolean negative = text[start] == '-';
    int first = negative ? start + 1 : start;
    long digits = Digits.take(text, first);
    if (digits < 0) {
      return OTHER;
    }
    int after = first + Digits.count(digits);
    if (quoted ? text[after++] != '"' : Digits.goesOn(text[after])) {
      return OTHER;
    }
    long value = negative ? -Digits.value(digits) : Digits.value(digits);
    if (value < least || value > most) {
      return OTHER;
    }
    if (row != null) {
      row[slot] = value;
    }
    if (value != 0 || !omitsDefault) {
      out.varint(tag, tagLength, value);
    }
    return after;
  }

  int takeDouble(
      WireSink out, byte[] text, int place, @Nullable Object @Nullable [] row, int slot) {
    // Signs come and go as they like: no branch that would be foreseen wrongly.
    int negative = (((text[place] ^ '-') & 0xFF) - 1) >>> 31;
    int first = place + negative;
    int after;
    double value;
    long decimal = Digits.takeShortDecimal(text, first);
    if (decimal >= 0) {
      int counts = Digits.count(decimal);
      after = first + (counts >>> 4) + 1 + (counts & 0xF);
      value = Digits.shortDecimal(Digits.value(decimal), counts & 0xF);
    } else {
      long whole = Digits.take(text, first);
      if (whole < 0) {
        return OTHER;
      }
      after = first + Digits.count(whole);
      value = Digits.value(whole);
      if (text[after] == '.') {
        long fraction = Digits.takeAny(text, after + 1);
        if (fraction < 0) {
          return OTHER;
        }
        int count = Digits.count(fraction);
        after += 1 + count;
        if (Digits.count(whole) + count > Digits.MAX_EXACT) {
          return OTHER;
        }
        value = Digits.decimal(Digits.value(whole), Digits.value(fraction), count);
      } else if (Digits.count(whole) > Digits.MAX_EXACT) {
        return OTHER;
      }
    }
    if (Digits.goesOn(text[after])) {
      return OTHER;
    }
    // Minus zero is not the default: its bits are not.
    long bits = Double.doubleToRawLongBits(value) ^ (long) negative << 63;
    if (row != null) {
      row[slot] = Double.longBitsToDouble(bits);
    }
    if (bits != 0 || !omitsDefault) {
      out.fixed64(tag, tagLength, bits);
    }
    return after;
  }

  int takeBool(WireSink out, byte[] text, int at, @Nullable Object @Nullable [] row, int slot) {
    long word = Words.get(text, at);
    boolean value = Words.first(word, 4) == TRUE;
    if (!value && Words.first(word, 5) != FALSE) {
      return OTHER;
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
    if (run.in.end() - at < Rfc3339.UTC_BYTES) {
      return OTHER;
    }
    long seconds = Rfc3339.utcSeconds(text, at);
    if (seconds == Rfc3339.NONE) {
      return OTHER;
    }
    if (row != null) {
      row[slot] = Instant.ofEpochSecond(seconds);
    }
    run.out.moment(tag, tagLength, seconds);
    return at + Rfc3339.UTC_BYTES;
  }
}
