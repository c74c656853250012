package io.datahem.benchmarks;

import io.datahem.app.demo.ShopEvents.ShopEvent;
import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.contracts.Contract;
import io.datahem.contracts.decode.Decoding;
import io.datahem.contracts.decode.EventDecoder;
import io.datahem.contracts.decode.EventDecoders;
import io.datahem.contracts.table.SystemColumns;
import io.datahem.contracts.table.TablePlans;
import io.datahem.events.AttributeMap;
import io.datahem.events.Attributes;
import io.datahem.events.Event;
import io.datahem.pipeline.RawTable;
import io.datahem.pipeline.Warehouse;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the sink cannot do without: threads that decode events and write the rows' files, each its
 * own, and nothing else. No log, no engine, no commit, and neither HotSpot's compilers nor the
 * collector of garbage are counted.
 */
final class DecodeAndWrite {
  private static final int ROUNDS = 80;
  private static final int WARM_UP_ROUNDS = 60;

  /** As the job writes them. */
  private static final int EVENTS_AT_A_TIME = 50;

  private static final int EVENTS_PER_ROUND = 50_000;
  private static final byte[] NONE = {};

  /** Who waits for one that has failed does not wait for ever. */
  private static final long LONGEST_WARM_UP_SECONDS = 300;

  private final Shape shape;
  private final Contract contract;
  private final Path directory;
  private final List<byte[]> sample = new ArrayList<>();

  /**
   * Of a shape's events.
   *
   * @param directory where tables are made; files are removed when they are written
   */
  DecodeAndWrite(Shape shape, Contract contract, Path directory) {
    this.shape = shape;
    this.contract = contract;
    this.directory = directory;
    for (ShopEvent event : shape.sample()) {
      sample.add(event.json().getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Rows per second of the threads' CPU, once they are warm.
   *
   * @param isRaw whether they write the raw events, too, with their attributes, as DataHem does
   * @param threads how many work at the same time, each on files of its own
   */
  double rowsPerCpuSecond(boolean isRaw, int threads) throws InterruptedException {
    CyclicBarrier warm = new CyclicBarrier(threads);
    List<Callable<Long>> work = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Path own = directory.resolve("r" + isRaw + threads + "-" + i);
      work.add(() -> cpuNanos(isRaw, own, warm));
    }
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      long nanos = 0;
      for (Future<Long> done : executor.invokeAll(work)) {
        nanos += done.get();
      }
      return threads * (ROUNDS - WARM_UP_ROUNDS) * (double) EVENTS_PER_ROUND / (nanos / 1e9);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      executor.shutdownNow();
    }
  }

  /** What the rounds after the warm-up cost the calling thread. */
  private long cpuNanos(boolean isRaw, Path own, CyclicBarrier warm) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    EventDecoder decoder = EventDecoders.compile(contract);
    long nanos = 0;
    try (Warehouse.Session session = IcebergWarehouse.under(own).open()) {
      Warehouse.Table table = session.prepare(TablePlans.of(contract));
      Warehouse.Table raw = session.prepare(RawTable.PLAN);
      for (int round = 0; round < ROUNDS; round++) {
        List<Event> envelopes = envelopes();
        if (round == WARM_UP_ROUNDS) {
          warm.await(LONGEST_WARM_UP_SECONDS, TimeUnit.SECONDS);
        }
        long begun = threads.getCurrentThreadCpuTime();
        Warehouse.DataFile rawFile = isRaw ? session.create(raw) : null;
        Warehouse.DataFile file =
            rawFile == null
                ? session.create(table)
                : session.createBeside(rawFile, table, RawTable.SAME);
        for (int i = 0; i < EVENTS_PER_ROUND; i++) {
          byte[] event = sample.get(i % sample.size());
          Logged logged = new Logged(envelopes.get(i), i);
          if (rawFile != null) {
            rawFile.append(raw(event, logged));
          }
          if (decoder.decode(event, logged.attributes()) instanceof Decoding.Decoded decoded) {
            file.append(complete(decoded.row(), logged));
          }
          if ((i + 1) % EVENTS_AT_A_TIME == 0 && rawFile != null) {
            rawFile.flush();
            file.flush();
          }
        }
        session.discard(file.close());
        if (rawFile != null) {
          session.discard(rawFile.close());
        }
        if (round >= WARM_UP_ROUNDS) {
          nanos += threads.getCurrentThreadCpuTime() - begun;
        }
      }
    }
    return nanos;
  }

  /** What comes beside the payloads, as the log gives it. */
  private List<Event> envelopes() {
    List<Event> envelopes = new ArrayList<>(EVENTS_PER_ROUND);
    AttributeMap.Builder attributes = new AttributeMap.Builder();
    byte[] stream = shape.stream().getBytes(StandardCharsets.UTF_8);
    byte[] now = Instant.now().toString().getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < EVENTS_PER_ROUND; i++) {
      attributes.put(
          Attributes.UUID, UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
      attributes.put(Attributes.SOURCE, stream);
      attributes.put(Attributes.TIMESTAMP, now);
      envelopes.add(new Event(NONE, attributes.build()));
    }
    return envelopes;
  }

  /** What the log knows of an event, the same in both rows. */
  private record Logged(Map<String, String> attributes, CharSequence id, Instant at, Long offset) {
    Logged(Event envelope, long offset) {
      this(envelope.attributes(), envelope.text(Attributes.UUID), Instant.now(), offset);
    }
  }

  /** A row as the job writes it: its last columns are what the log knows of the event. */
  private static @Nullable Object[] complete(@Nullable Object[] row, Logged logged) {
    int slot = row.length - SystemColumns.ALL.size();
    row[slot++] = logged.id;
    row[slot++] = logged.at;
    row[slot++] = 0L;
    row[slot++] = logged.offset;
    row[slot] = 1L;
    return row;
  }

  private @Nullable Object[] raw(byte[] event, Logged logged) {
    return new @Nullable Object[] {
      logged.at, shape.stream(), logged.attributes, event, null, logged.id, 0L, logged.offset
    };
  }
}
