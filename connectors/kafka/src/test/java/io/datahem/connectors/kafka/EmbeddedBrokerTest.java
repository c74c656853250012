package io.datahem.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.datahem.connectors.kafka.BrokerException.Reason;
import io.datahem.events.Attributes;
import io.datahem.events.Event;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Exit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class EmbeddedBrokerTest {
  @TempDir Path directory;

  private static void assertRefused(ThrowingCallable start, Reason reason, String... says) {
    assertThatThrownBy(start)
        .asInstanceOf(type(BrokerException.class))
        .satisfies(
            refused -> {
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused).hasMessageContainingAll(says);
            });
  }

  @Test
  void eventsAndTopicsOutliveARestartOnAnotherPort() throws Exception {
    try (EmbeddedBroker broker = TestBroker.start(directory, 0)) {
      EventTopic topic = new EventTopic(broker.bootstrap(), "t");
      topic.ensure(3, Duration.ofDays(1), TestBroker.MAX_EVENT_BYTES);
      topic.ensure(5, Duration.ofDays(1), TestBroker.MAX_EVENT_BYTES);
      assertThat(topic.partitions()).as("partitions are not added by the way").isEqualTo(3);
      try (KafkaEventLog log = new KafkaEventLog(topic, 1 << 20, TestBroker.MAX_EVENT_BYTES)) {
        Event event = new Event(new byte[] {1}, Map.of(Attributes.KEY, "k"));
        for (int i = 0; i < 3; i++) {
          log.publish(event).get(30, TimeUnit.SECONDS);
        }
      }
      assertThat(topic.ends().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(3);
    }
    long stopped = System.nanoTime();
    try (EmbeddedBroker broker = TestBroker.start(directory, 0)) {
      assertThat(Duration.ofNanos(System.nanoTime() - stopped))
          .as(
              "it signed off, so it does not wait for its own death; seconds less on a quiet"
                  + " machine")
          .isLessThan(Duration.ofSeconds(7));
      EventTopic topic = new EventTopic(broker.bootstrap(), "t");
      assertThat(topic.partitions()).isEqualTo(3);
      assertThat(topic.ends().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(3);
    }
  }

  @Test
  void aPortInUseIsNamedWithItsSetting() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertRefused(
          () -> TestBroker.start(directory, port), Reason.PORT_IN_USE, "port " + port, "log.port");
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsNamed() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    Path below = file.resolve("log");
    assertRefused(() -> TestBroker.start(below, 0), Reason.DIRECTORY_UNWRITABLE, below.toString());
    assertRefused(() -> TestBroker.start(file, 0), Reason.DIRECTORY_UNWRITABLE, file.toString());
  }

  @Test
  void theDataOfAnotherBrokerIsRefusedAndLeftAlone() throws Exception {
    Path properties = directory.resolve("meta.properties");
    String foreign = "version=1\ncluster.id=AAAAAAAAAAAAAAAAAAAAAA\nnode.id=7\n";
    Files.writeString(properties, foreign);
    assertRefused(() -> TestBroker.start(directory, 0), Reason.BROKER_FAILED, "Cannot start");
    assertThat(properties).hasContent(foreign);
  }

  @Test
  void aPortThatIsTakenWhileItStartsIsAnErrorAndEndsNoProcess() throws Exception {
    List<String> halts = new CopyOnWriteArrayList<>();
    EmbeddedBroker.whenHalted(directory, halts::add);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EmbeddedBroker.Settings settings =
          new EmbeddedBroker.Settings(directory, 0, TestBroker.MAX_EVENT_BYTES, false);
      int port = taken.getLocalPort();
      int free = 10_000 + port % 10_000;
      assertRefused(
          () -> EmbeddedBroker.start(settings, free, port),
          Reason.BROKER_FAILED,
          "already in use",
          "bytes free");
      assertRefused(
          () -> EmbeddedBroker.start(settings, port, free),
          Reason.BROKER_FAILED,
          "already in use",
          "bytes free");
      assertThat(halts).isEmpty();
    } finally {
      Exit.resetHaltProcedure();
      Exit.resetExitProcedure();
    }
    // What was begun is let go: it starts on the same directory.
    try (EmbeddedBroker broker = TestBroker.start(directory, 0)) {
      assertThat(broker.bootstrap()).startsWith("127.0.0.1:");
    }
  }

  @Test
  void anyFreePortIsNoneThatTheKernelGivesAway() {
    try (EmbeddedBroker broker = TestBroker.start(directory, 0)) {
      String port = broker.bootstrap().substring(broker.bootstrap().indexOf(':') + 1);
      assertThat(Integer.parseInt(port)).isBetween(10_000, 32_000);
    }
  }

  @Test
  void itListensOnLoopbackOnly() {
    assertThat(TestBroker.shared().topic(1).bootstrap()).startsWith("127.0.0.1:");
  }
}
