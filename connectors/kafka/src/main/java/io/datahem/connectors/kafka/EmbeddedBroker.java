package io.datahem.connectors.kafka;

import io.datahem.connectors.kafka.BrokerException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker in this process, for one machine: the production server, broker and controller in
 * one, on loopback, its data kept under a directory. Formatted once, as the storage tool does.
 *
 * <p>An acknowledged event is in the page cache: it survives the death of the process, not a power
 * cut before the operating system wrote it out ({@code flushEveryEvent} makes every write wait for
 * the disk).
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final int NODE = 1;
  private static final String HOST = "127.0.0.1";

  /**
   * Free ports are looked for below those that the kernel gives away (from 32768 on Linux): between
   * the look and the broker's start a connection of anybody else could be given one of those.
   */
  private static final int FIRST_FREE_PORT = 10_000;

  private static final int LAST_FREE_PORT = 32_000;
  private static final int TRIES = 200;

  /** Threads that start a broker: what ends that is an exception, and nobody halts for it. */
  private static final Set<Thread> STARTING = ConcurrentHashMap.newKeySet();

  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedBroker(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * What a broker can be told.
   *
   * @param directory where its data is
   * @param port the port it serves on, 0 for any free one
   * @param maxEventBytes the largest record it takes
   * @param flushEveryEvent true to wait for the disk before every acknowledgement
   */
  public record Settings(Path directory, int port, int maxEventBytes, boolean flushEveryEvent) {}

  /** Hears that the broker gave up. Called on a thread of the broker that must not go on. */
  public interface HaltListener {

    /**
     * The broker cannot keep its log any more, mostly because the disk is full or gone.
     *
     * @param why for a person to act on
     */
    void halted(String why);
  }

  /**
   * Says who hears of it when a broker in this process gives up. The broker's own way is to end the
   * process without a word; the listener has to end it too, as what it held is in no known state.
   * There is one for the process, because the server's code knows one place to ask.
   */
  public static void whenHalted(Path directory, HaltListener listener) {
    Exit.Procedure procedure =
        (status, message) -> {
          if (STARTING.contains(Thread.currentThread())) {
            return;
          }
          listener.halted(
              "LOG_HALTED Cannot keep the log under "
                  + directory
                  + (message == null ? "" : ": " + message)
                  + " ("
                  + usableBytes(directory)
                  + " bytes free on its disk), expected a disk that takes writes. What was"
                  + " acknowledged is kept. Make room or mend the disk, then start again.");
        };
    Exit.setHaltProcedure(procedure);
    Exit.setExitProcedure(procedure);
  }

  private static long usableBytes(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Starts a broker; returns when it serves. */
  public static EmbeddedBroker start(Settings settings) {
    int port = freePort(settings.port());
    int controllerPort;
    do {
      controllerPort = freePort(0);
    } while (controllerPort == port);
    return start(settings, port, controllerPort);
  }

  static EmbeddedBroker start(Settings settings, int port, int controllerPort) {
    Properties config = config(settings, port, controllerPort);
    try {
      Files.createDirectories(settings.directory());
      if (!Files.isWritable(settings.directory())) {
        throw new AccessDeniedException(settings.directory().toString());
      }
      format(settings.directory());
    } catch (IOException e) {
      throw new BrokerException(
          Reason.DIRECTORY_UNWRITABLE,
          "Cannot keep the log under "
              + settings.directory()
              + ": "
              + e
              + ", expected a directory that can be written. Change its owner, or set another.",
          e);
    }
    KafkaRaftServer server = null;
    STARTING.add(Thread.currentThread());
    try {
      server = new KafkaRaftServer(new KafkaConfig(config, false), Time.SYSTEM);
      server.startup();
      return new EmbeddedBroker(server, port);
    } catch (RuntimeException | AssertionError e) {
      // The latter is how some of its code says that it was not halted.
      if (server != null) {
        server.shutdown();
      }
      throw new BrokerException(
          Reason.BROKER_FAILED,
          "Cannot start the broker on "
              + settings.directory()
              + " ("
              + usableBytes(settings.directory())
              + " bytes free on its disk): "
              + reasonOf(e),
          e);
    } finally {
      STARTING.remove(Thread.currentThread());
    }
  }

  /** What it says, and what the first cause of it says. */
  private static String reasonOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root == failure ? "" + failure.getMessage() : failure.getMessage() + ": " + root;
  }

  /** Where clients find it: {@code host:port}. */
  public String bootstrap() {
    return HOST + ":" + port;
  }

  private static void format(Path directory) throws IOException {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(out)
          .setNodeId(NODE)
          .setClusterId(Uuid.randomUuid().toString())
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(directory.toString())
          .addDirectory(directory.toString())
          .setIgnoreFormatted(true)
          .run();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(
          "formatting failed: " + e.getMessage() + " " + said.toString(StandardCharsets.UTF_8), e);
    }
  }

  private static Properties config(Settings settings, int port, int controllerPort) {
    Properties config = new Properties();
    config.put("process.roles", "broker,controller");
    config.put("node.id", Integer.toString(NODE));
    config.put(
        "listeners",
        "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
    config.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
    config.put("controller.listener.names", "CONTROLLER");
    config.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    config.put("controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort);
    config.put("log.dirs", settings.directory().toString());
    config.put("auto.create.topics.enable", "false");
    config.put("message.max.bytes", Integer.toString(settings.maxEventBytes()));
    config.put("replica.fetch.max.bytes", Integer.toString(settings.maxEventBytes()));
    config.put("offsets.topic.num.partitions", "1");
    config.put("offsets.topic.replication.factor", "1");
    // What is published is marked by offsets: they must outlive any pause.
    config.put("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
    config.put("transaction.state.log.num.partitions", "1");
    config.put("transaction.state.log.replication.factor", "1");
    config.put("transaction.state.log.min.isr", "1");
    config.put("num.network.threads", "2");
    config.put("num.io.threads", "2");
    config.put("background.threads", "2");
    config.put("num.recovery.threads.per.data.dir", "1");
    config.put("log.cleaner.dedupe.buffer.size", "4194304");
    config.put("log.index.size.max.bytes", "1048576");
    config.put("group.initial.rebalance.delay.ms", "0");
    // Signs off when it stops: the next start need not wait until this one counts as dead. After a
    // kill it waits as long as a session lasts.
    config.put("controlled.shutdown.enable", "true");
    config.put("broker.session.timeout.ms", "3000");
    config.put("broker.heartbeat.interval.ms", "200");
    if (settings.flushEveryEvent()) {
      config.put("log.flush.interval.messages", "1");
    }
    return config;
  }

  /** The port that is wanted, any free one for 0. */
  private static int freePort(int wanted) {
    if (wanted != 0) {
      bind(wanted);
      return wanted;
    }
    for (int tries = 1; ; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_FREE_PORT, LAST_FREE_PORT);
      try {
        bind(port);
        return port;
      } catch (BrokerException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  /** Fails when the port is taken. */
  private static void bind(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
    } catch (IOException e) {
      throw new BrokerException(
          Reason.PORT_IN_USE,
          "Cannot serve Kafka on port "
              + port
              + ": "
              + e.getMessage()
              + ". Free the port, or set log.port (0 for any free one).",
          e);
    }
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
