package io.datahem.app.torture;

import io.datahem.connectors.iceberg.sql.QueryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code up} in a process of its own under load, does it harm at moments that a seed decides,
 * and judges what it kept. Faults come in rounds; in each round every fault comes once, in an order
 * of its own.
 */
final class Torture implements AutoCloseable {
  private static final long SECOND = 1_000_000_000L;
  private static final int SENDERS = 4;
  private static final int DISK_MEGABYTES = 2_048;

  /**
   * Far enough for Iceberg, which makes no state that is more than a minute older than the last.
   */
  private static final int MAX_JUMP_SECONDS = 600;

  private static final int THREADS_LINES = 4_000;

  /** How it ended when SIGTERM was not enough. */
  static final String DID_NOT_STOP = "did not stop";

  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration PROGRESS = Duration.ofSeconds(90);
  private static final Duration SETTLE = Duration.ofMinutes(3);

  private final Options options;
  private final Random random;
  private final Disk disk;
  private final ShiftedClock clock;
  private final Victim victim;
  private final Contracts contracts;
  private final List<Sender> senders = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private final List<String> ends = new ArrayList<>();
  private int kills;
  private long startMillis = 8_000;

  /**
   * What a run is told.
   *
   * @param seed decides the faults, their moments and the events
   * @param time faults are done for so long, and at least one round of them
   * @param longestPause of SIGSTOP, and of locks
   * @param directory where everything of the run is
   */
  record Options(long seed, Duration time, Duration longestPause, Path directory) {}

  /**
   * What came of it.
   *
   * @param kills how often it was killed
   * @param faults how often each fault was done
   * @param ends what the platform ended with when it ended by itself
   * @param repeated events that were sent again, whether or not anybody was there to take them
   * @param verdict what the tables hold
   */
  record Outcome(
      long seed,
      int kills,
      Map<Fault, Integer> faults,
      List<String> ends,
      long repeated,
      Verdict verdict) {

    @Override
    public String toString() {
      return "seed %d: %d kills, faults %s, %d own ends%n  %s%n  %s"
          .formatted(seed, kills, faults, ends.size(), counts(), ends);
    }

    private String counts() {
      return "%d events acknowledged, %d tried again, %d repeats dropped, %d lost, %d doubled, %d unknown, %s"
          .formatted(
              verdict.acknowledged(),
              repeated,
              verdict.dropped(),
              verdict.lost(),
              verdict.doubled(),
              verdict.unknown(),
              verdict.wrong().isEmpty() ? "the books balance" : verdict.wrong());
    }
  }

  Torture(Options options) throws IOException, InterruptedException {
    this.options = options;
    this.random = new Random(options.seed());
    this.disk = Disk.mount(options.directory().resolve("disk"), DISK_MEGABYTES);
    this.clock = new ShiftedClock(options.directory());
    this.victim =
        new Victim(disk.directory().resolve("data"), options.directory().resolve("up.log"), clock);
    this.contracts = new Contracts(victim.registry());
  }

  Outcome run() throws Exception {
    ensureUp();
    contracts.begin();
    for (int number = 0; number < SENDERS; number++) {
      Sender sender = new Sender(number, victim.collector(), contracts, random.nextLong());
      senders.add(sender);
      Thread thread = new Thread(sender, "sender-" + number);
      thread.start();
      threads.add(thread);
    }
    long deadline = System.nanoTime() + options.time().toNanos();
    do {
      round(deadline);
    } while (System.nanoTime() < deadline);
    return conclude();
  }

  private void round(long deadline) throws Exception {
    List<Fault> round = new ArrayList<>(List.of(Fault.values()));
    Collections.shuffle(round, random);
    for (Fault fault : round) {
      ensureUp();
      Thread.sleep(random.nextInt(3_000));
      say("%s, %d s to go".formatted(fault, Math.max(0, deadline - System.nanoTime()) / SECOND));
      if (isPossible(fault)) {
        faults.merge(fault, 1, Integer::sum);
        strike(fault);
      }
    }
  }

  /** Some faults take what a machine may not have. */
  private boolean isPossible(Fault fault) throws InterruptedException {
    return switch (fault) {
      case DISK_FULL -> disk.canBeFilled();
      case CLOCK_JUMPS -> clock.canJump();
      case SLOW_SYNCS -> SlowSyncs.arePossible();
      default -> true;
    };
  }

  private void strike(Fault fault) throws Exception {
    switch (fault) {
      case KILL -> kill();
      case KILL_IN_RECOVERY -> {
        kill();
        for (int again = 1 + random.nextInt(2); again > 0; again--) {
          victim.start();
          Thread.sleep(random.nextLong(startMillis * 5 / 4));
          kill();
        }
      }
      case PAUSE -> {
        victim.stopTheWorld();
        Thread.sleep(pause());
        victim.goOn();
      }
      case CATALOG_LOCKED -> lock("catalog.db");
      case MANIFESTS_LOCKED -> lock("manifests.db");
      case DISK_FULL -> {
        disk.fill();
        Thread.sleep(1_000 + random.nextInt(4_000));
        if (random.nextBoolean()) {
          kill();
          victim.start();
          Thread.sleep(startMillis / 2);
        }
        disk.free();
      }
      case SLOW_SYNCS -> {
        try (SlowSyncs slow = victim.slowSyncs(Duration.ofMillis(100 + random.nextInt(900)))) {
          Thread.sleep(pause());
          if (victim.isAlive() && !slow.areSlow()) {
            throw new AssertionError("The victim's syncs were not slowed");
          }
        }
      }
      case ENTRY_DELETED -> {
        deleteEntry();
        // It comes back with the next commit.
        Thread.sleep(pause());
      }
      case KEPT_IDS_CORRUPTED -> {
        kill();
        say(KeptIds.corrupt(victim.data(), random) + " files of ids are damaged");
      }
      case CLOCK_JUMPS -> {
        Duration jump = Duration.ofSeconds(5 + random.nextInt(MAX_JUMP_SECONDS));
        clock.jumpTo(jump);
        Thread.sleep(pause());
        clock.jumpTo(jump.negated());
        Thread.sleep(pause());
        clock.jumpTo(Duration.ZERO);
        awaitProgress();
      }
      case PUSH -> push();
      case PUSH_BETWEEN_KILL_AND_REPLAY -> {
        kill();
        victim.start();
        push();
      }
    }
  }

  private void kill() throws InterruptedException {
    if (victim.isAlive()) {
      kills++;
      victim.kill();
    }
  }

  private void push() throws Exception {
    while (true) {
      if (!victim.awaitRegistry(START)) {
        ensureUp();
      }
      try {
        contracts.evolve();
        return;
      } catch (io.datahem.registry.client.RegistryClient.UnreachableException e) {
        // It died in between: once more.
      }
    }
  }

  private long pause() {
    return 500 + random.nextLong(options.longestPause().toMillis());
  }

  /** Takes a table out of the catalog, as somebody would who mistook it for another. */
  private void deleteEntry() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + victim.warehouse().resolve("catalog.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
      statement.execute(
          "DELETE FROM iceberg_tables WHERE table_name = '"
              + (random.nextBoolean() ? Contracts.STEADY : "raw")
              + "'");
    }
  }

  private void lock(String file) throws SQLException, InterruptedException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + victim.warehouse().resolve(file));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
      statement.execute("BEGIN EXCLUSIVE");
      Thread.sleep(pause());
      statement.execute("ROLLBACK");
    }
  }

  /** Starts the platform unless it serves, as whatever watches over it in production would. */
  private void ensureUp() throws Exception {
    for (int tries = 0; tries < 5; tries++) {
      if (victim.hasEnded()) {
        ends.add("exit " + victim.exitCode());
        say("It ended by itself with " + victim.exitCode() + ": " + victim.lastWords(3));
      }
      long begun = System.nanoTime();
      if (!victim.isAlive()) {
        victim.start();
      }
      if (victim.awaitReady(START)) {
        startMillis = Math.max(2_000, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        return;
      }
      if (victim.isAlive()) {
        throw new AssertionError("Not ready: " + victim.lastWords(40));
      }
    }
    throw new AssertionError("Cannot start again: " + victim.lastWords(60));
  }

  private Outcome conclude() throws Exception {
    senders.forEach(Sender::stop);
    ensureUp();
    for (Thread thread : threads) {
      thread.join(START.toMillis());
      if (thread.isAlive()) {
        throw new AssertionError("A sender is never answered: " + victim.lastWords(60));
      }
    }
    Map<String, Batch> sent = new HashMap<>();
    List<String> refusals = new ArrayList<>();
    long events = 0;
    long repeated = 0;
    for (Sender sender : senders) {
      for (Batch batch : sender.acknowledged()) {
        sent.put(batch.key(), batch);
        events += batch.lines();
      }
      refusals.addAll(sender.refusals());
      repeated += sender.repeated();
    }
    awaitVisible(events);
    if (!victim.stop()) {
      ends.add(DID_NOT_STOP);
      victim.lastWords(THREADS_LINES).forEach(Torture::say);
    }
    Verdict verdict =
        Verdict.of(victim.warehouse(), sent, contracts.level(), contracts.latePushed());
    verdict.wrong().addAll(refusals);
    return new Outcome(options.seed(), kills, Map.copyOf(faults), ends, repeated, verdict);
  }

  /** Senders go on, so what they send must become visible again, however long the step was. */
  private void awaitProgress() throws InterruptedException {
    long deadline = System.nanoTime() + PROGRESS.toNanos();
    long before = -1;
    long now = visible();
    while (victim.isAlive() && (before < 0 || now <= before)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "Nothing becomes visible since the clock is right again: " + victim.lastWords(20));
      }
      Thread.sleep(500);
      before = before < 0 ? now : before;
      now = visible();
    }
  }

  /** How many events are; -1 while a table's entry is out of the catalog. */
  private long visible() {
    try {
      return Verdict.visible(victim.warehouse(), contracts.latePushed());
    } catch (QueryException e) {
      return -1;
    }
  }

  /** Waits until all is there, or nothing comes any more: the verdict says what is missing. */
  private void awaitVisible(long events) throws InterruptedException {
    long deadline = System.nanoTime() + SETTLE.toNanos();
    while (Verdict.visible(victim.warehouse(), contracts.latePushed()) < events
        && System.nanoTime() < deadline) {
      Thread.sleep(500);
    }
  }

  private static void say(String what) {
    System.out.printf("%tT %s%n", System.currentTimeMillis(), what);
  }

  @Override
  public void close() {
    senders.forEach(Sender::stop);
    threads.forEach(Thread::interrupt);
    victim.close();
    disk.close();
    if (Files.exists(options.directory())) {
      say("What it said is in " + options.directory().resolve("up.log"));
    }
  }
}
