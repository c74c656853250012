package io.datahem.contracts.decode;

import io.datahem.contracts.json.JsonCursor;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a string, which goes from the text to the wire as bytes. */
final class StringValue extends ValuePlan {
  private final WireTag tag;

  StringValue(WireTag tag) {
    this.tag = tag;
  }

  @Override
  UsualForm usual() {
    return UsualForm.string(tag);
  }

  @Override
  @Nullable Object read(DecodeRun run, boolean rows) {
    JsonCursor in = run.in;
    WireSink out = run.out;
    byte first = in.current();
    if (first != '"') {
      return other(run, first, rows);
    }
    int before = out.size();
    out.tag(tag);
    int start = out.string(in);
    if (start < 0) {
      return null;
    }
    int length = out.size() - start;
    String value = rows ? new String(out.bytes(), start, length, StandardCharsets.UTF_8) : null;
    if (length == 0 && tag.omitsDefault()) {
      out.truncate(before);
    }
    return value;
  }

  /** A number or a bool as it is written, where that is allowed. */
  private @Nullable Object other(DecodeRun run, byte first, boolean rows) {
    JsonCursor in = run.in;
    boolean scalar = first != '{' && first != '[' && first != 0;
    if (!scalar || !run.options().lenient()) {
      run.wrongType("string");
      return null;
    }
    int place = in.position();
    in.skipValue();
    int length = in.position() - place;
    if (run.failed()) {
      return null;
    }
    run.coerced();
    run.out.tag(tag);
    run.out.varint(length);
    run.out.bytes(in.bytes(), place, length);
    return rows ? new String(in.bytes(), place, length, StandardCharsets.ISO_8859_1) : null;
  }
}
