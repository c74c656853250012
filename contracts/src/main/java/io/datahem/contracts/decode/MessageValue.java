package io.datahem.contracts.decode;

import org.jspecify.annotations.Nullable;

/** Reads a message within a message. Immutable but for a guess of its length's length. */
final class MessageValue extends ValuePlan {
  private final BodyPlan body;
  private final WireTag tag;
  private int lengthWidth = 1;

  MessageValue(BodyPlan body, WireTag tag) {
    this.body = body;
    this.tag = tag;
  }

  @Override
  boolean takesNull() {
    return body.takesNull();
  }

  @Override
  UsualForm usual() {
    return body == WellKnownBodies.TIMESTAMP ? UsualForm.timestamp(tag) : UsualForm.NONE;
  }

  @Override
  @Nullable Object read(DecodeRun run, boolean rows) {
    WireSink out = run.out;
    int guess = lengthWidth;
    out.tag(tag);
    int start = out.open(guess);
    Object value = body.read(run, rows);
    int width = out.close(start, guess);
    if (width != guess) {
      lengthWidth = width;
    }
    return value;
  }
}
