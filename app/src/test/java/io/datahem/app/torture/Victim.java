package io.datahem.app.torture;

import io.datahem.app.Main;
import io.datahem.app.platform.DataDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code datahem up} in a process of its own, on ports that a restart keeps. */
final class Victim implements AutoCloseable {
  /** As a process ends that stops when SIGTERM asks it to. */
  private static final int TERMINATED = 128 + 15;

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();

  private final Path data;
  private final Path log;
  private final List<String> command;
  private final ShiftedClock clock;
  private final int collectorPort = freePort();
  private final int registryPort = freePort();
  private @Nullable Process process;
  private boolean killed;

  /**
   * A platform that does not run yet.
   *
   * @param data its directory
   * @param log where what it says is added
   * @param clock its wall clock
   */
  Victim(Path data, Path log, ShiftedClock clock) throws IOException {
    this.clock = clock;
    this.data = data;
    this.log = log;
    this.command = command();
    Runtime.getRuntime().addShutdownHook(new Thread(this::abandon));
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    for (String opened : List.of("java.nio", "java.util", "java.lang")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "up"));
    command.addAll(List.of("--data", data.toString(), "--kafka-port", "0"));
    command.addAll(List.of("--collector-port", Integer.toString(collectorPort)));
    command.addAll(List.of("--registry-port", Integer.toString(registryPort)));
    return command;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  String collector() {
    return "http://127.0.0.1:" + collectorPort;
  }

  String registry() {
    return "http://127.0.0.1:" + registryPort;
  }

  /** Where everything of it is. */
  Path data() {
    return data;
  }

  Path warehouse() {
    return DataDirectory.warehouse(data);
  }

  void start() throws IOException {
    killed = false;
    ProcessBuilder up =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    up.environment().putAll(clock.environment());
    process = up.start();
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** True when it runs no more, and was not killed. */
  boolean hasEnded() {
    return process != null && !process.isAlive() && !killed;
  }

  /** How it ended; only of one that did. */
  int exitCode() {
    return process == null ? 0 : process.exitValue();
  }

  /** True once events would go all the way; false when it died or took too long. */
  boolean awaitReady(Duration wait) throws InterruptedException {
    return await(collector() + "/readyz", wait);
  }

  /** True once contracts can be pushed, which is long before events are read. */
  boolean awaitRegistry(Duration wait) throws InterruptedException {
    return await(registry() + "/v1/contracts", wait);
  }

  private boolean await(String url, Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (isAlive() && System.nanoTime() < deadline) {
      if (answers(url)) {
        return true;
      }
      Thread.sleep(20);
    }
    return false;
  }

  private static boolean answers(String url) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build();
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    killed = true;
    if (process != null && !process.destroyForcibly().waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("Cannot kill process " + process.pid());
    }
  }

  /** Slows its syncs until that is closed. */
  SlowSyncs slowSyncs(Duration delay) throws IOException {
    if (process == null) {
      throw new IllegalStateException("Cannot slow a process that was never started");
    }
    return SlowSyncs.of(process.pid(), delay);
  }

  void stopTheWorld() throws IOException, InterruptedException {
    signal("-STOP");
  }

  void goOn() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    if (process != null) {
      new ProcessBuilder("kill", name, Long.toString(process.pid())).inheritIO().start().waitFor();
    }
  }

  /** Whoever runs this was stopped: nothing is left behind. */
  private void abandon() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /**
   * SIGTERM, and the patience it is owed; what does not stop says what its threads wait for.
   *
   * @return false when it did not stop, or only because its own limit ended it
   */
  boolean stop() throws IOException, InterruptedException {
    if (process == null) {
      return true;
    }
    process.destroy();
    if (process.waitFor(60, TimeUnit.SECONDS)) {
      return process.exitValue() == TERMINATED;
    }
    signal("-QUIT");
    Thread.sleep(3_000);
    return false;
  }

  /** The last lines of what it said. */
  List<String> lastWords(int lines) {
    try {
      List<String> all = Files.readAllLines(log);
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException e) {
      return List.of("Cannot read " + log + ": " + e);
    }
  }

  @Override
  public void close() {
    abandon();
  }
}
