package io.datahem.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.ContractSnapshot;
import io.datahem.contracts.ContractSnapshot.Entry;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.ContractCompiler;
import io.datahem.contracts.table.TablePlan;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contracts that come by the hundred hold nobody up who needs one of them, or none. */
class LiveStreamsTest {
  private static final int STREAMS = 20;

  private final ConcurrentLinkedQueue<String> prepared = new ConcurrentLinkedQueue<>();
  private final Semaphore mayPrepare = new Semaphore(0);
  private final Contracts contracts = new Contracts();
  private final JobStatus status = JobStatus.of("live-streams-test-" + System.nanoTime());
  private final StreamPlans plans = new StreamPlans(warehouse(), false);
  private final LiveStreams streams = LiveStreams.start(contracts.feed(), plans, status);

  /** Whoever asks at once is told at once; the watcher is told when the test lets it. */
  private static final class Contracts implements ContractFeed.Session {
    private final CountDownLatch watcherIsTold = new CountDownLatch(1);
    private volatile ContractSnapshot live = ContractSnapshot.EMPTY;

    ContractFeed feed() {
      return () -> this;
    }

    @Override
    public @Nullable ContractSnapshot next(long after, Duration wait) {
      if (!wait.isZero()) {
        try {
          watcherIsTold.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return live.generation() > after ? live : null;
    }

    @Override
    public void close() {
      watcherIsTold.countDown();
    }
  }

  /** A warehouse that prepares a table when it may. */
  private Warehouse.Session warehouse() {
    return (Warehouse.Session)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Warehouse.Session.class},
            (self, method, arguments) -> {
              if (!method.getName().equals("prepare")) {
                throw new UnsupportedOperationException(method.getName());
              }
              TablePlan plan = (TablePlan) arguments[0];
              mayPrepare.acquire();
              prepared.add(plan.name());
              return (Warehouse.Table) () -> plan;
            });
  }

  private static ContractSnapshot push() {
    StringBuilder source = new StringBuilder("syntax = \"proto3\";\npackage shop.v1;\n");
    source.append("import \"datahem/contract.proto\";\n");
    for (int i = 0; i < STREAMS; i++) {
      source.append("message M").append(i).append(" { option (datahem.stream) = {owner: \"o\"}; ");
      source.append("string id = 1; }\n");
    }
    byte[] set;
    try (ContractCompiler compiler = ContractCompiler.open()) {
      set =
          compiler
              .compile(List.of(new SourceFile("shop/v1/m.proto", source.toString())))
              .set()
              .toByteArray();
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      entries.add(new Entry("m" + i, "shop.v1.M" + i, 1, i, set));
    }
    return new ContractSnapshot(1, entries, new byte[0]);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the time is over").isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  @AfterEach
  void close() {
    mayPrepare.release(STREAMS);
    streams.close();
  }

  @Test
  void anEventOfANewStreamWaitsForItsOwnTableAlone() throws InterruptedException {
    contracts.live = push();
    mayPrepare.release(1);
    StreamPlan plan = streams.find("shop.v1.M17", Instant.now());
    assertThat(plan).isNotNull().extracting(StreamPlan::stream).isEqualTo("m17");
    assertThat(prepared).hasSize(1);
    assertThat(streams.find("m17", Instant.now())).isSameAs(plan);
    assertThat(status.streams()).isEmpty();

    mayPrepare.release(STREAMS);
    contracts.watcherIsTold.countDown();
    await(() -> status.streams().size() == STREAMS);
    assertThat(prepared).hasSize(STREAMS).doesNotHaveDuplicates();
  }

  @Test
  void anEventThatComesWhileTheRestIsMadeIsNext() throws InterruptedException {
    contracts.live = push();
    contracts.watcherIsTold.countDown();
    // The watcher is at the first table now, and stays there.
    await(() -> mayPrepare.hasQueuedThreads());
    Thread event = new Thread(() -> streams.find("m19", Instant.now()));
    event.start();
    await(() -> event.getState() == Thread.State.WAITING);
    mayPrepare.release(2);
    event.join(10_000);
    assertThat(event.isAlive()).isFalse();
    assertThat(prepared).hasSize(2).last().asString().endsWith("m19");
  }

  @Test
  void whoHasItsPlanWaitsForNobody() throws InterruptedException {
    contracts.live = push();
    mayPrepare.release(1);
    StreamPlan plan = streams.find("m3", Instant.now());
    contracts.watcherIsTold.countDown();
    await(() -> mayPrepare.hasQueuedThreads());
    assertThat(streams.find("m3", Instant.now())).isSameAs(plan).isNotNull();
    assertThat(prepared).hasSize(1);
  }
}
