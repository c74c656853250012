package io.datahem.contracts.decode;

import io.datahem.contracts.json.JsonCursor;
import io.datahem.contracts.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The undeclared fields of one event as a JSON object by path. Not thread-safe. */
final class UnknownJson {
  /** Undeclared fields beyond it are left out, and {@code _truncated} says so. */
  static final int MAX_BYTES = 64 << 10;

  private ByteArrayOutputStream out = new ByteArrayOutputStream();
  private boolean truncated;

  void reset() {
    if (out.size() > MAX_BYTES) {
      out = new ByteArrayOutputStream();
    }
    out.reset();
    truncated = false;
  }

  /** Adds the value that starts at a place and ends at the cursor, under the cursor's path. */
  void add(JsonCursor in, int from) {
    if (out.size() > MAX_BYTES) {
      truncated = true;
      return;
    }
    out.write(out.size() == 0 ? '{' : ',');
    out.writeBytes(JsonText.quote(in.path()).getBytes(StandardCharsets.UTF_8));
    out.write(':');
    JsonText.compact(in.bytes(), from, in.position(), out);
  }

  @Nullable String text() {
    if (out.size() == 0) {
      return null;
    }
    return out.toString(StandardCharsets.UTF_8) + (truncated ? ",\"_truncated\":true}" : "}");
  }
}
