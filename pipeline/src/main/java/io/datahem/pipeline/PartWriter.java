package io.datahem.pipeline;

import io.datahem.contracts.decode.Decoding;
import io.datahem.pipeline.DeadLetterTable.Failure;
import io.datahem.pipeline.TypedStreams.TypedEvent;
import org.jspecify.annotations.Nullable;

/** Where an event ends: exactly one of these is called for it. */
interface PartWriter {

  /** A row of its stream's table. */
  void row(Envelope event, String stream, Warehouse.Table table, @Nullable Object[] row);

  /** An event that is a row is published, too. */
  void publish(TypedEvent event);

  /** What was not right about an event that is a row. */
  void problems(String stream, Decoding.Decoded event);

  /**
   * The newest plan of the event's stream: {@code known} itself when nothing newer was live in
   * time.
   */
  StreamPlan newest(Envelope event, StreamPlan known);

  /** A dead letter. */
  void deadLetter(Envelope event, String stream, Failure failure);
}
