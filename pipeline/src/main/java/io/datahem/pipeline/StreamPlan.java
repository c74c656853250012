package io.datahem.pipeline;

import io.datahem.contracts.decode.Decoding;
import io.datahem.contracts.decode.EventDecoder;
import io.datahem.contracts.decode.Problems;
import io.datahem.contracts.table.SystemColumns;
import io.datahem.contracts.table.TablePlan;
import io.datahem.pipeline.DeadLetterTable.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of a stream's events: compiled once per contract version. Thread-safe. */
sealed interface StreamPlan {

  /** The stream's name. */
  String stream();

  /** For how many hours a retry is known by its id; 0 when the job's settings say it. */
  default int duplicateHours() {
    return 0;
  }

  /** The table that its rows are written to; empty when there is none. */
  default Optional<TablePlan> table() {
    return Optional.empty();
  }

  /** Takes an event to its end. */
  void take(Envelope event, PartWriter part);

  /** Events become rows, those that can. */
  final class Ready implements StreamPlan {
    private final String stream;
    private final long version;
    private final EventDecoder decoder;
    private final Warehouse.Table table;
    private final @Nullable TypedForm typed;
    private final int duplicateHours;
    private final int firstSystemSlot;

    Ready(
        String stream,
        long version,
        EventDecoder decoder,
        Warehouse.Table table,
        @Nullable TypedForm typed,
        int duplicateHours) {
      this.stream = stream;
      this.version = version;
      this.decoder = decoder;
      this.table = table;
      this.typed = typed;
      this.duplicateHours = duplicateHours;
      TablePlan plan = table.plan();
      this.firstSystemSlot = plan.columns().size() - SystemColumns.ALL.size();
    }

    @Override
    public String stream() {
      return stream;
    }

    @Override
    public int duplicateHours() {
      return duplicateHours;
    }

    @Override
    public Optional<TablePlan> table() {
      return Optional.of(table.plan());
    }

    @Override
    public void take(Envelope event, PartWriter part) {
      Decoding decoding = event.decode(decoder);
      if (!fits(decoding)) {
        StreamPlan newest = part.newest(event, this);
        if (newest != this) {
          newest.take(event, part);
          return;
        }
      }
      if (decoding instanceof Decoding.Decoded decoded) {
        part.row(event, stream, table, complete(decoded, event));
        part.problems(stream, decoded);
        byte[] wire = decoded.wire();
        if (typed != null && wire != null) {
          part.publish(typed.event(event, wire));
        }
      } else if (decoding instanceof Decoding.Rejected rejected) {
        part.deadLetter(
            event,
            stream,
            new Failure(rejected.code().name(), rejected.path(), rejected.message(), version));
      }
    }

    /** An event with undeclared fields, or none of this version, may be of a newer one. */
    private static boolean fits(Decoding decoding) {
      return decoding instanceof Decoding.Decoded decoded && decoded.unknown() == null;
    }

    /** The system columns stand last, in the order of {@link SystemColumns#ALL}. */
    private @Nullable Object[] complete(Decoding.Decoded decoded, Envelope event) {
      @Nullable Object[] row = decoded.row();
      int slot = firstSystemSlot;
      row[slot++] = event.idText();
      row[slot++] = event.collected();
      row[slot++] = (long) event.partition();
      row[slot++] = event.offset();
      row[slot++] = version;
      row[slot++] = decoded.unknown();
      row[slot] = Problems.json(decoded);
      return row;
    }
  }

  /**
   * The stream is known and has no table to go to: its events are kept as dead letters until it
   * has.
   */
  record Blocked(String stream, Failure failure) implements StreamPlan {

    @Override
    public void take(Envelope event, PartWriter part) {
      part.deadLetter(event, stream, failure);
    }
  }
}
