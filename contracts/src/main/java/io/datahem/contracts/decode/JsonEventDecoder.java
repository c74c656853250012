package io.datahem.contracts.decode;

import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.Decoding.Rejected;
import io.datahem.contracts.rules.Violation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes by a compiled plan: one pass over the bytes, straight to the wire and into the row. Each
 * thread has one workspace for all decoders. Thread-safe.
 */
final class JsonEventDecoder implements EventDecoder {
  private static final ThreadLocal<DecodeRun> RUNS = ThreadLocal.withInitial(DecodeRun::new);

  /** A power of two. */
  private static final int PLACES = 8;

  private final MessagePlan plan;
  private final DecodeOptions options;
  private final @Nullable RuleCheck rules;

  /** The field that takes the event's attributes, and its column; null and -1 when none does. */
  private final @Nullable AttributesValue attributes;

  private final int attributesSlot;

  /**
   * Workspaces by their threads' ids: mostly this thread's is found, and then no table of threads
   * is looked at. Threads with the same place overwrite each other; one place for all would go from
   * processor to processor with every event.
   */
  private final @Nullable DecodeRun[] latest = new DecodeRun[PLACES];

  JsonEventDecoder(MessagePlan plan, DecodeOptions options, @Nullable RuleCheck rules) {
    this.plan = plan;
    this.options = options;
    this.rules = rules;
    this.attributes = plan.attributes();
    this.attributesSlot = plan.attributesSlot();
  }

  @Override
  public Decoding decode(byte[] bytes, int from, int length, Map<String, String> ofEvent) {
    DecodeRun run = open(bytes, from, length);
    try {
      return decode(run, ofEvent);
    } finally {
      run.close();
    }
  }

  /** Starts with an event, in this thread's workspace; it must be closed. */
  DecodeRun open(byte[] bytes, int from, int length) {
    int place = (int) Thread.currentThread().getId() & PLACES - 1;
    DecodeRun run = latest[place];
    if (run == null || !run.isOwn()) {
      run = RUNS.get();
      latest[place] = run;
    }
    run.open(bytes, from, length, options);
    return run;
  }

  /** Whether the events of now are read in a straight line. */
  boolean isStraight() {
    return plan.isStraight();
  }

  /** True when the event's attributes are part of its row. */
  boolean takesAttributes() {
    return attributes != null;
  }

  /** Decodes what a run was opened with. */
  Decoding decode(DecodeRun run, Map<String, String> ofEvent) {
    run.in.space();
    if (run.in.position() == run.in.end()) {
      return Rejections.empty();
    }
    @Nullable Object[] row = plan.readEvent(run);
    if (!run.failed()) {
      run.in.finish();
    }
    if (run.failed()) {
      return Rejections.of(run);
    }
    if (attributes != null) {
      Object taken = attributes.take(ofEvent, options.wire() || rules != null ? run.out : null);
      if (attributesSlot >= 0) {
        row[attributesSlot] = taken;
      }
    }
    List<Violation> violations = rules == null ? List.of() : rules.violations(run.out);
    Rejected rejection = rules == null ? null : rules.rejection(violations);
    if (rejection != null) {
      return rejection;
    }
    byte[] wire = options.wire() ? run.out.toBytes() : null;
    Decoded decoded = new Decoded(row, run.unknown(), wire, run.coercions(), violations);
    run.settle();
    return decoded;
  }
}
