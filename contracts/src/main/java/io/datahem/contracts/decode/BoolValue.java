package io.datahem.contracts.decode;

import io.datahem.contracts.json.JsonString;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a bool. */
final class BoolValue extends ValuePlan {
  private final WireTag tag;

  BoolValue(WireTag tag) {
    this.tag = tag;
  }

  @Override
  UsualForm usual() {
    return UsualForm.bool(tag);
  }

  @Override
  @Nullable Object read(DecodeRun run, boolean rows) {
    byte first = run.in.current();
    boolean value = first == 't';
    if (value || first == 'f') {
      run.in.literal(value ? "true" : "false");
    } else if (first == '"' && run.options().lenient()) {
      value = lenient(run);
    } else {
      run.wrongType("bool");
    }
    if (value || !tag.omitsDefault()) {
      run.out.varint(tag, value ? 1 : 0);
    }
    return rows ? value : null;
  }

  private static boolean lenient(DecodeRun run) {
    int place = run.in.position();
    if (!run.text.take(run.in)) {
      return false;
    }
    String text = run.text.toString().toLowerCase(Locale.ROOT);
    if (!text.equals("true") && !text.equals("false")) {
      run.reject(Decoding.Code.FIELD_INVALID_FORMAT, place, "bool");
    }
    run.coerced();
    return text.equals("true");
  }

  /** Writes the key that a string holds; the run has failed when it holds none. */
  boolean key(DecodeRun run, int place) {
    JsonString text = run.text;
    boolean value = text.is("true");
    if (!value && !text.is("false")) {
      run.reject(Decoding.Code.FIELD_INVALID_FORMAT, place, "the key \"true\" or \"false\"");
    }
    run.out.varint(tag, value ? 1 : 0);
    return value;
  }
}
