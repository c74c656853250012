package io.datahem.pipeline;

import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.SystemColumns;
import io.datahem.events.EventBatch;
import io.datahem.events.LoggedEvent;
import io.datahem.pipeline.BookLine.Outcome;
import io.datahem.pipeline.DeadLetterTable.Failure;
import io.datahem.pipeline.TypedStreams.TypedEvent;
import io.datahem.pipeline.Warehouse.DataFile;
import io.datahem.pipeline.Warehouse.WrittenFile;
import io.datahem.pipeline.ids.SeenIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part being written: the events of one partition, in order, from where the last part ended.
 * Every event goes to the raw table and to exactly one of its stream's table, the dead letters, the
 * drops. Not thread-safe.
 */
final class OpenPart implements OpenParts.Writing, PartWriter {
  /** Asking every file for its size costs as much as some hundred events. */
  private static final long BYTES_BETWEEN_CHECKS = 1 << 20;

  /** Half of what a reader of the log brings: what waits stays in the processor's cache. */
  private static final int EVENTS_AT_A_TIME = 50;

  private final Worker worker;
  private final int partition;
  private final long claim;
  private final long from;
  private final SeenIds ids;
  private final IdentityHashMap<Warehouse.Table, Written> files = new IdentityHashMap<>();

  /** Those with rows that may wait, and none when a batch is added: what waits is of one batch. */
  private final List<Written> waiting = new ArrayList<>();

  private TypedStreams.@Nullable Spool published;
  private final PartBooks books = new PartBooks();
  private final CollectionTimes times = new CollectionTimes();
  private long end;
  private long events;
  private long bytesUnchecked;
  private boolean bytesFull;
  private long oldestMillis = Long.MAX_VALUE;

  /** A table's files. */
  private static final class Written {
    private final DataFile file;
    private boolean waits;

    Written(DataFile file) {
      this.file = file;
    }
  }

  OpenPart(Worker worker, EventBatch first, SeenIds ids) {
    this.worker = worker;
    this.partition = first.partition();
    this.claim = first.claim();
    this.from = first.from();
    this.end = first.from();
    this.ids = ids;
  }

  @Override
  public boolean continuesWith(EventBatch batch) {
    return batch.claim() == claim && batch.from() == end;
  }

  @Override
  public void add(EventBatch batch) {
    int taken = 0;
    for (LoggedEvent logged : batch.events()) {
      if (taken == EVENTS_AT_A_TIME && waiting.size() <= 2) {
        // The raw events and the rows of one stream.
        flush();
        taken = 0;
      }
      bytesUnchecked += logged.event().length();
      take(Envelope.of(partition, logged.offset(), logged.event(), times));
      taken++;
    }
    flush();
    end = batch.end();
    events += batch.events().size();
  }

  @Override
  public boolean isFull() {
    if (bytesUnchecked >= BYTES_BETWEEN_CHECKS) {
      bytesUnchecked = 0;
      bytesFull = bytes() >= worker.settings().maxPartBytes();
    }
    return bytesFull || events >= worker.settings().maxPartEvents();
  }

  private long bytes() {
    return files.values().stream().mapToLong(written -> written.file.bytes()).sum()
        + (published == null ? 0 : published.bytes());
  }

  @Override
  public int files() {
    return files.size();
  }

  @Override
  public Part close() {
    List<DataFile> open = files.values().stream().map(written -> written.file).toList();
    List<WrittenFile> written = new ArrayList<>(worker.closing().close(open));
    files.clear();
    if (published != null) {
      written.addAll(published.close());
      published = null;
    }
    return new Part(
        worker.settings().owner(),
        partition,
        claim,
        from,
        end,
        oldestMillis,
        written,
        books.lines());
  }

  @Override
  public void abort() {
    files.values().forEach(written -> written.file.abort());
    files.clear();
    if (published != null) {
      published.abort();
      published = null;
    }
  }

  private void take(Envelope event) {
    if (event.collected().toEpochMilli() < oldestMillis) {
      oldestMillis = event.collected().toEpochMilli();
    }
    append(worker.raw(), RawTable.row(event));
    StreamPlan plan = worker.streams().find(event.stream(), event.collected());
    String stream = plan == null ? event.stream() : plan.stream();
    long first = event.mayBeRepeated() ? firstOffset(stream, plan, event) : -1;
    if (first >= 0) {
      append(worker.drops(), DropTable.duplicate(event, stream, first));
      count(stream, event, Outcome.DROP, DropTable.DUPLICATE_ID);
    } else if (worker.isUnwritable(partition, event.offset())) {
      deadLetter(event, stream, Failures.unwritable());
    } else if (plan == null) {
      deadLetter(event, stream, Failures.contractUnknown(stream));
    } else {
      plan.take(event, this);
    }
  }

  private long firstOffset(String stream, @Nullable StreamPlan plan, Envelope event) {
    return ids.firstOffset(
        new SeenIds.Seen(stream, event.id(), event.offset(), event.collected().toEpochMilli()),
        plan == null ? 0 : plan.duplicateHours());
  }

  @Override
  public void row(Envelope event, String stream, Warehouse.Table table, @Nullable Object[] row) {
    append(table, row);
    count(stream, event, Outcome.ROW, "");
  }

  @Override
  public void publish(TypedEvent event) {
    if (published == null) {
      published = worker.typed().create();
    }
    published.append(event);
  }

  @Override
  public void problems(String stream, Decoded event) {
    worker.problems().count(stream, event);
  }

  @Override
  public StreamPlan newest(Envelope event, StreamPlan known) {
    return worker.streams().newest(known, event.collected());
  }

  @Override
  public void deadLetter(Envelope event, String stream, Failure failure) {
    append(worker.deadLetters(), DeadLetterTable.row(event, stream, failure, Instant.now()));
    count(stream, event, Outcome.DEAD_LETTER, failure.code());
  }

  private void append(Warehouse.Table table, @Nullable Object[] row) {
    Written written = files.get(table);
    if (written == null) {
      written = new Written(create(table));
      files.put(table, written);
    }
    if (!written.waits) {
      written.waits = true;
      waiting.add(written);
    }
    try {
      written.file.append(row);
    } catch (RowRefusedException e) {
      throw unwritable(e);
    } catch (WarehouseException e) {
      throw e;
    } catch (RuntimeException e) {
      throw unwritable(new RowRefusedException(table, row, e));
    }
  }

  private DataFile create(Warehouse.Table table) {
    Written raw = files.get(worker.raw());
    // Until another comes all events may be of one stream, and have columns in common with these.
    return files.size() == 1 && raw != null
        ? worker.warehouse().createBeside(raw.file, table, RawTable.SAME)
        : worker.warehouse().create(table);
  }

  private void flush() {
    for (Written written : waiting) {
      written.waits = false;
      try {
        written.file.flush();
      } catch (RowRefusedException e) {
        throw unwritable(e);
      }
    }
    waiting.clear();
  }

  /** Remembers whose row it is: that event becomes a dead letter when the part is read again. */
  private UnwritableRowException unwritable(RowRefusedException refused) {
    Warehouse.Table table = refused.table();
    long offset = -1;
    List<Column> columns = table.plan().columns();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(SystemColumns.OFFSET)
          && refused.row()[i] instanceof Long known) {
        offset = known;
      }
    }
    if (table != worker.raw()) {
      worker.markUnwritable(partition, offset);
    }
    return new UnwritableRowException(table.plan().name(), partition, offset, refused);
  }

  private void count(String stream, Envelope event, Outcome outcome, String code) {
    books.count(stream, event.hour(), outcome, code);
  }
}
