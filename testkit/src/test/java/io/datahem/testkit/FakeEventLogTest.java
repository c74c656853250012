package io.datahem.testkit;

import io.datahem.events.Event;
import io.datahem.events.EventLog;
import io.datahem.events.LogPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The fake keeps the promises of the real one. */
final class FakeEventLogTest extends EventLogContractTest {
  private final List<FakeEventLog> opened = new ArrayList<>();

  @Override
  protected EventLog open(long maxInFlightBytes, int maxEventBytes, Duration patience) {
    FakeEventLog log = new FakeEventLog(maxInFlightBytes, maxEventBytes);
    opened.add(log);
    return new Impatient(log, patience);
  }

  /** The fake gives up when it is told to: here after a while. */
  private record Impatient(FakeEventLog log, Duration patience) implements EventLog {
    @Override
    public CompletableFuture<LogPosition> publish(Event event) {
      CompletableFuture<LogPosition> published = log.publish(event);
      if (!published.isDone()) {
        CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
            .execute(log::giveUp);
      }
      return published;
    }

    @Override
    public void close() {
      log.close();
    }
  }

  @Override
  protected Map<LogPosition, Event> read() {
    Map<LogPosition, Event> events = new HashMap<>();
    opened.forEach(log -> events.putAll(log.events()));
    return events;
  }

  @Override
  protected void cut() {
    opened.forEach(FakeEventLog::hold);
  }

  @Override
  protected void mend() {
    opened.forEach(FakeEventLog::release);
  }
}
