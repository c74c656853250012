package io.datahem.contracts.json;

import org.jspecify.annotations.Nullable;

/**
 * A place in a JSON text, with the path that leads to it. Used again and again: {@link #open} takes
 * the next text. Nothing is allocated for a text, unless it is larger than any before.
 *
 * <p>Failure is a state, not an exception: {@link #fail} notes what is wrong and where, and puts
 * the cursor behind the text, where zeros stand. No byte that a reader expects is zero, so that
 * every loop ends by itself; whoever started the reading asks {@link #failed} once. The zeros also
 * let eight bytes be read at any place of the text. Not thread-safe.
 */
public final class JsonCursor {

  /** Objects and lists within each other. */
  public static final int MAX_DEPTH = 100;

  /** Digits, sign, point and exponent of one number. */
  public static final int MAX_NUMBER_BYTES = 1_000;

  /** So much of a name is shown in a path. */
  public static final int MAX_PATH_NAME_CHARS = 64;

  /** A larger text's buffer is given back. */
  private static final int MAX_KEPT_BYTES = 1 << 20;

  private static final int PADDING_BYTES = 24;

  private byte[] bytes = new byte[0];
  private int position;
  private int end;

  /** True when there was white space since it was last set to false. */
  private boolean spaced;

  private int depth;
  private final int[] path = new int[MAX_DEPTH + 1];

  private @Nullable JsonFault fault;
  private int failedAt = -1;
  private int failedDepth;

  /** Starts with a text, whose bytes are copied. */
  public void open(byte[] data) {
    open(data, 0, data.length);
  }

  /** Starts with a text that stands among other bytes. */
  public void open(byte[] data, int from, int length) {
    int needed = length + PADDING_BYTES;
    if (needed > bytes.length) {
      bytes = new byte[needed + (needed >> 2)];
    }
    System.arraycopy(data, from, bytes, 0, length);
    Words.set(bytes, length, 0);
    Words.set(bytes, length + 8, 0);
    Words.set(bytes, length + 16, 0);
    position = 0;
    end = length;
    depth = 0;
    fault = null;
    failedAt = -1;
  }

  /**
   * Goes on with a part of the text as if it were all: what stands behind it is lost.
   *
   * @param from where the part starts
   * @param to one behind its end
   */
  public void narrow(int from, int to) {
    Words.set(bytes, to, 0);
    Words.set(bytes, to + 8, 0);
    Words.set(bytes, to + 16, 0);
    position = from;
    end = to;
    depth = 0;
  }

  /** Ends the work on a text: a buffer that is uncommonly large is not kept. */
  public void close() {
    if (bytes.length > MAX_KEPT_BYTES) {
      bytes = new byte[0];
    }
  }

  /** The text and zeros behind it; valid until the next {@link #open}. */
  public byte[] bytes() {
    return bytes;
  }

  public int position() {
    return position;
  }

  public void moveTo(int place) {
    position = place;
  }

  /** The text's length in bytes. */
  public int end() {
    return end;
  }

  /** The byte at the cursor, 0 behind the text. */
  public byte current() {
    return bytes[position];
  }

  /** Goes one byte on, then over white space, and says what stands there. */
  public byte next() {
    position++;
    return space();
  }

  /** Goes over white space and says what stands there. */
  public byte space() {
    byte b = bytes[position];
    return b > ' ' ? b : behindSpace();
  }

  private byte behindSpace() {
    byte[] text = bytes;
    int at = position;
    byte b = text[at];
    while (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
      b = text[++at];
    }
    position = at;
    spaced = true;
    return b;
  }

  // --- the path ---

  /**
   * Steps into the object or list that opens here.
   *
   * @return false when that is too deep; the cursor has failed then
   */
  public boolean enter() {
    if (depth == MAX_DEPTH) {
      fail(JsonFault.TOO_DEEP);
      return false;
    }
    path[++depth] = JsonPath.NOWHERE;
    return true;
  }

  /** Leaves the object or list that was entered last. */
  public void leave() {
    depth--;
  }

  /** The cursor is at the member of the current object whose name's opening quote is at a place. */
  public void atMember(int quote) {
    path[depth] = quote;
  }

  /** The cursor is at an element of the current list. */
  public void atElement(int index) {
    path[depth] = JsonPath.element(index);
  }

  /** The cursor is in the current object or list, at none of its members. */
  public void atNothing() {
    if (!failed()) {
      path[depth] = JsonPath.NOWHERE;
    }
  }

  public int depth() {
    return depth;
  }

  /**
   * The path of the cursor, or of what failed: {@code lines[3].unitPrice.amount}. Empty for the
   * whole text.
   */
  public String path() {
    return JsonPath.text(bytes, path, failed() ? failedDepth : depth);
  }

  /**
   * The place of the name that is all of {@link #path}, where its opening quote is; -1 when the
   * path is empty or longer.
   */
  public int onlyName() {
    return (failed() ? failedDepth : depth) == 1 ? Math.max(-1, path[1]) : -1;
  }

  /** Writes the path of the cursor as a JSON string: names stay as they are written. */
  public void writePath(ByteSink out) {
    JsonPath.write(bytes, path, depth, out);
  }

  // --- failure ---

  /** True once anything is wrong with the text; nothing more is read then. */
  public boolean failed() {
    return failedAt >= 0;
  }

  /** The offset of the byte at which the reading failed; -1 before. */
  public int failedAt() {
    return failedAt;
  }

  /** What is wrong with the text; null when nothing is, or when it is wrong for its reader only. */
  public @Nullable JsonFault fault() {
    return fault;
  }

  /** The text is no JSON at the cursor. Only the first failure counts. */
  public void fail(JsonFault found) {
    if (stop(position)) {
      boolean early = found == JsonFault.NOT_JSON && failedAt >= end;
      fault = early ? JsonFault.ENDS_EARLY : found;
    }
  }

  /**
   * Ends the reading at a place for a reason of the reader's own.
   *
   * @return false when it had ended before
   */
  public boolean stop(int place) {
    if (failedAt >= 0) {
      position = end;
      return false;
    }
    failedAt = Math.min(place, end);
    failedDepth = depth;
    position = end;
    return true;
  }

  // --- values ---

  /** Takes {@code null}, {@code true} or {@code false}, which is known to start here. */
  public boolean literal(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (bytes[position + i] != word.charAt(i)) {
        position += i;
        fail(JsonFault.NOT_JSON);
        return false;
      }
    }
    position += word.length();
    return true;
  }

  /** Takes the colon behind a member's name and goes to its value. */
  public byte colon() {
    if (space() != ':') {
      fail(JsonFault.NOT_JSON);
      return 0;
    }
    return next();
  }

  /** Takes a string without looking at what it says, checked like every other. */
  public void skipString() {
    byte[] text = bytes;
    int at = position;
    if (text[at] != '"') {
      fail(JsonFault.NOT_JSON);
      return;
    }
    at++;
    while (true) {
      long stops = Words.stops(Words.get(text, at));
      if (stops == 0) {
        at += 8;
        continue;
      }
      at += Words.before(stops);
      byte b = text[at];
      if (b == '"') {
        position = at + 1;
        return;
      }
      position = at;
      int length = b == '\\' ? skipEscape() : plain(b);
      if (length == 0) {
        return;
      }
      at += length;
    }
  }

  private int skipEscape() {
    int from = position;
    return escape() < 0 ? 0 : position - from;
  }

  /** The length of what is not ASCII at the cursor; 0 when it cannot stand in a string. */
  int plain(byte first) {
    int length = first < 0 ? Utf8.sequence(bytes, position) : 0;
    if (length == 0) {
      fail(first < 0 ? JsonFault.NOT_UTF8 : JsonFault.NOT_JSON);
    }
    return length;
  }

  /**
   * Takes the escape that starts at the cursor, a pair of surrogates as one.
   *
   * @return the code point, -1 when the cursor has failed
   */
  int escape() {
    int escape = Escapes.decode(bytes, position);
    if (escape >= 0) {
      position += Escapes.length(escape);
      return Escapes.codePoint(escape);
    }
    if (Escapes.unit(bytes, position) >= 0) {
      fail(JsonFault.LONE_SURROGATE);
    } else {
      position++;
      fail(JsonFault.NOT_JSON);
    }
    return -1;
  }

  /** Takes a number without computing it. */
  public void skipNumber() {
    int after = JsonNumber.end(bytes, position);
    if (after <= 0) {
      position = -after;
      fail(JsonFault.NOT_JSON);
    } else if (after - position > MAX_NUMBER_BYTES) {
      fail(JsonFault.NUMBER_TOO_LONG);
    } else {
      position = after;
    }
  }

  /** Takes any value, checked to its last byte. */
  public void skipValue() {
    JsonSkip.value(this);
  }

  /** Takes any value and writes it without the white space around its parts. */
  public void copyValue(ByteSink out) {
    int from = position;
    spaced = false;
    skipValue();
    if (failed()) {
      return;
    }
    if (spaced) {
      JsonText.compact(bytes, from, position, out);
    } else {
      out.write(bytes, from, position - from);
    }
  }

  /** Goes over white space at the end of the text; anything else fails. */
  public void finish() {
    space();
    if (!failed() && position != end) {
      fail(JsonFault.TEXT_AFTER_END);
    }
  }
}
