package io.datahem.contracts.decode;

import io.datahem.contracts.json.ByteSink;
import io.datahem.contracts.json.JsonCursor;
import org.jspecify.annotations.Nullable;

/** The undeclared fields of one event as a JSON object by path. Not thread-safe. */
final class UnknownJson {
  /** Undeclared fields beyond it are left out, and {@code _truncated} says so. */
  static final int MAX_BYTES = 64 << 10;

  private final ByteSink out = new ByteSink();
  private boolean truncated;

  void reset() {
    out.reset();
    truncated = false;
  }

  /** Takes the value at the cursor and keeps it under the cursor's path. */
  void take(JsonCursor in) {
    if (out.size() > MAX_BYTES) {
      truncated = true;
      in.skipValue();
      return;
    }
    out.write(out.size() == 0 ? '{' : ',');
    in.writePath(out);
    out.write(':');
    in.copyValue(out);
  }

  boolean isEmpty() {
    return out.size() == 0;
  }

  @Nullable String text() {
    if (isEmpty()) {
      return null;
    }
    out.write(truncated ? ",\"_truncated\":true}" : "}");
    return out.toText();
  }
}
