package io.datahem.benchmarks;

import io.datahem.registry.Registry;
import io.datahem.registry.RegistryServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * The registry beside Apicurio's, each in a process of its own on the same machine in the same run:
 * start, memory, registrations and lookups by the API that both speak. Arguments: the peer's
 * unpacked directory, and the {@code java} that it needs.
 */
public final class RegistryLoad {
  private static final int OWN_PORT = 18_081;
  private static final int PEER_PORT = 18_082;
  private static final int CONNECTIONS = 8;
  private static final int REGISTRATION_SECONDS = 10;
  private static final int WARM_SECONDS = 15;
  private static final int LOOKUP_SECONDS = 10;
  private static final int START_SECONDS = 90;
  private static final List<String> HEAP = List.of("-Xmx512m", "-XX:+UseParallelGC");

  private final String name;
  private final int port;
  private final String path;
  private final List<String> command;

  private RegistryLoad(String name, int port, String path, List<String> command) {
    this.name = name;
    this.port = port;
    this.path = path;
    this.command = command;
  }

  /** Measures both, or, with {@code serve DIRECTORY PORT}, is the registry that is measured. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("serve")) {
      serve(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
      return;
    }
    Path work = Files.createTempDirectory("registry-load");
    System.out.printf(
        "| registry | start | RSS started | RSS after | registrations/s | lookups/s | p50 | p99 |%n"
            + "|---|---|---|---|---|---|---|---|%n");
    own(work).measure(work);
    peer(Path.of(arguments[0]), arguments[1]).measure(work);
  }

  private static void serve(Path directory, int port) throws InterruptedException {
    try (Registry registry = Registry.open(directory);
        RegistryServer server = RegistryServer.start(registry, "127.0.0.1", port)) {
      System.out.println("listens on " + server.port());
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  private static RegistryLoad own(Path work) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(HEAP);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(RegistryLoad.class.getName());
    command.addAll(List.of("serve", work.resolve("own").toString(), String.valueOf(OWN_PORT)));
    return new RegistryLoad("DataHem", OWN_PORT, "", command);
  }

  private static RegistryLoad peer(Path directory, String java) throws IOException {
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(HEAP);
    command.add("-Dquarkus.http.port=" + PEER_PORT);
    command.add("-Dquarkus.http.host=127.0.0.1");
    command.add("-Dquarkus.http.access-log.enabled=false");
    command.addAll(List.of("-jar", jar(directory).toString()));
    return new RegistryLoad("Apicurio", PEER_PORT, "/apis/ccompat/v7", command);
  }

  private static Path jar(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.endsWith("quarkus-run.jar")).findFirst().orElseThrow();
    }
  }

  private void measure(Path work) throws Exception {
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(work.resolve(name + ".log").toFile())
            .start();
    try {
      awaitStart(process, work);
      double start = seconds(begun);
      long startedKb = rssKb(process);
      int registered = register();
      load(WARM_SECONDS, registered, new Histogram(60_000_000, 3));
      Histogram micros = new Histogram(60_000_000, 3);
      long lookups = load(LOOKUP_SECONDS, registered, micros);
      System.out.printf(
          "| %s | %.1f s | %d MB | %d MB | %,d | %,d | %.2f ms | %.2f ms |%n",
          name,
          start,
          startedKb >> 10,
          rssKb(process) >> 10,
          registered / REGISTRATION_SECONDS,
          lookups / LOOKUP_SECONDS,
          micros.getValueAtPercentile(50) / 1_000.0,
          micros.getValueAtPercentile(99) / 1_000.0);
    } finally {
      process.destroy();
      process.waitFor(20, TimeUnit.SECONDS);
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private void awaitStart(Process process, Path work) throws Exception {
    long begun = System.nanoTime();
    while (seconds(begun) < START_SECONDS && process.isAlive()) {
      try (HttpConnection connection = new HttpConnection(port)) {
        if (connection.get(path + "/subjects") == 200) {
          return;
        }
      } catch (IOException e) {
        // Not yet.
      }
      Thread.sleep(10);
    }
    throw new IllegalStateException(
        name + " has not started:\n" + Files.readString(work.resolve(name + ".log")));
  }

  private static long rssKb(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
        .findFirst()
        .orElseThrow();
  }

  /** New schemas under new subjects, one after the other on each connection. */
  private int register() throws Exception {
    AtomicInteger next = new AtomicInteger();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(REGISTRATION_SECONDS);
    inParallel(
        connection -> {
          while (System.nanoTime() < end) {
            int number = next.getAndIncrement();
            String json =
                "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = \\\"proto3\\\"; package p"
                    + number
                    + "; message Order { string id = 1; repeated Line lines = 2; message Line {"
                    + " string sku = 1; double price = 2; } }\"}";
            int status = connection.post(path + "/subjects/s" + number + "-value/versions", json);
            if (status != 200) {
              throw new IllegalStateException(status + " " + connection.body());
            }
          }
        });
    return next.get();
  }

  /** Schemas by their ids, at random. */
  private long load(int seconds, int registered, Histogram micros) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    AtomicInteger seeds = new AtomicInteger();
    inParallel(
        connection -> {
          SplittableRandom random = new SplittableRandom(seeds.incrementAndGet());
          Histogram own = new Histogram(60_000_000, 3);
          while (System.nanoTime() < end) {
            long asked = System.nanoTime();
            int status = connection.get(path + "/schemas/ids/" + (1 + random.nextInt(registered)));
            own.recordValue((System.nanoTime() - asked) / 1_000);
            if (status != 200) {
              throw new IllegalStateException(status + " " + connection.body());
            }
          }
          synchronized (micros) {
            micros.add(own);
          }
        });
    return micros.getTotalCount();
  }

  /** What one connection does. */
  private interface Work {
    void run(HttpConnection connection) throws IOException;
  }

  private void inParallel(Work work) throws Exception {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      all.add(CompletableFuture.runAsync(() -> connected(work), task -> new Thread(task).start()));
    }
    for (CompletableFuture<Void> one : all) {
      one.get();
    }
  }

  private void connected(Work work) {
    try (HttpConnection connection = new HttpConnection(port)) {
      work.run(connection);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
