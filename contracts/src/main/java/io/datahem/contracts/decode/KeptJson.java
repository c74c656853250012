package io.datahem.contracts.decode;

import io.datahem.contracts.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message whose column holds its JSON text: it has no fixed columns, holds itself, or lies
 * too deep for them. Checked like any other, then kept as it was written, undeclared fields
 * included.
 */
final class KeptJson extends ValuePlan {
  private final ValuePlan message;

  KeptJson(ValuePlan message) {
    this.message = message;
  }

  @Override
  boolean takesNull() {
    return message.takesNull();
  }

  @Override
  @Nullable Object read(DecodeRun run, boolean rows) {
    if (!rows) {
      return message.read(run, false);
    }
    int from = run.in.position();
    run.keepWhole();
    message.read(run, false);
    run.endKeepWhole();
    return run.failed() ? null : JsonText.compact(run.in.bytes(), from, run.in.position());
  }
}
