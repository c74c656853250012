package io.datahem.contracts.decode;

import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.json.Words;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads bytes from base64. */
final class BytesValue extends ValuePlan {
  private final WireTag tag;

  BytesValue(WireTag tag) {
    this.tag = tag;
  }

  @Override
  @Nullable Object read(DecodeRun run, boolean rows) {
    int place = run.in.position();
    if (run.in.current() != '"') {
      run.wrongType("base64");
      return null;
    }
    if (!run.text.take(run.in)) {
      return null;
    }
    int length = put(run.out, run.text.bytes(), run.text.from(), run.text.to());
    if (length < 0) {
      run.reject(Code.FIELD_INVALID_FORMAT, place, "base64");
      return null;
    }
    return rows ? last(run.out, length) : null;
  }

  /**
   * Writes what a text says.
   *
   * @return how many bytes that is; -1 when the text is no base64, and nothing is written
   */
  private int put(WireSink out, byte[] text, int from, int to) {
    int before = out.size();
    out.tag(tag);
    int start = out.open(1);
    int length = Base64Text.decode(text, from, to, out.room(to - from), start);
    if (length < 0 || (length == 0 && tag.omitsDefault())) {
      out.truncate(before);
      return length;
    }
    out.advance(length);
    out.close(start, 1);
    return length;
  }

  private static byte[] last(WireSink out, int length) {
    return Arrays.copyOfRange(out.bytes(), out.size() - length, out.size());
  }

  /**
   * The short way for a text without escapes; it leaves every other, and every error, to {@link
   * #read}.
   *
   * @return the place behind it, {@link UsualForm#OTHER} when nothing was taken
   */
  int takeUsual(
      DecodeRun run, byte[] text, int quote, @Nullable Object @Nullable [] row, int slot) {
    if (text[quote] != '"') {
      return UsualForm.OTHER;
    }
    int from = quote + 1;
    int to = from;
    long ends = Words.ends(Words.get(text, to));
    while (ends == 0) {
      to += Long.BYTES;
      ends = Words.ends(Words.get(text, to));
    }
    to += Words.before(ends);
    if (text[to] != '"') {
      return UsualForm.OTHER;
    }
    int length = put(run.out, text, from, to);
    if (length < 0) {
      return UsualForm.OTHER;
    }
    if (row != null) {
      row[slot] = last(run.out, length);
    }
    return to + 1;
  }
}
