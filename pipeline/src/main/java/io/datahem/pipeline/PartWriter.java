package io.datahem.pipeline;

import io.datahem.pipeline.DeadLetterTable.Failure;
import org.jspecify.annotations.Nullable;

/** Where an event ends: exactly one of these is called for it. */
interface PartWriter {

  /** A row of its stream's table. */
  void row(Envelope event, String stream, Warehouse.Table table, @Nullable Object[] row);

  /**
   * The newest plan of the event's stream: {@code known} itself when nothing newer was live in
   * time.
   */
  StreamPlan newest(Envelope event, StreamPlan known);

  /** A dead letter. */
  void deadLetter(Envelope event, String stream, Failure failure);
}
