package io.datahem.contracts.decode;

import io.datahem.contracts.decode.Decoding.Code;
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
    int from = run.text.from();
    int to = run.text.to();
    WireSink out = run.out;
    int before = out.size();
    out.tag(tag);
    int start = out.open(1);
    int length = Base64Text.decode(run.text.bytes(), from, to, out.room(to - from), start);
    if (length < 0) {
      run.reject(Code.FIELD_INVALID_FORMAT, place, "base64");
      return null;
    }
    byte[] value = rows ? Arrays.copyOfRange(out.bytes(), start, start + length) : null;
    out.advance(length);
    out.close(start, 1);
    if (length == 0 && tag.omitsDefault()) {
      out.truncate(before);
    }
    return value;
  }
}
