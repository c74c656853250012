package io.datahem.contracts.decode;

import org.jspecify.annotations.Nullable;

/** Reads a message that stands between a start tag and an end tag on the wire. */
final class GroupValue extends ValuePlan {
  private final BodyPlan body;
  private final WireTag start;
  private final WireTag end;

  GroupValue(BodyPlan body, WireTag start, WireTag end) {
    this.body = body;
    this.start = start;
    this.end = end;
  }

  @Override
  boolean takesNull() {
    return body.takesNull();
  }

  @Override
  @Nullable Object read(DecodeRun run, boolean rows) {
    run.out.tag(start);
    Object value = body.read(run, rows);
    run.out.tag(end);
    return value;
  }
}
