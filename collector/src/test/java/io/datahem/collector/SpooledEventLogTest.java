package io.datahem.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.events.Attributes;
import io.datahem.events.Event;
import io.datahem.events.LogException;
import io.datahem.events.LogException.Reason;
import io.datahem.events.LogPosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SpooledEventLogTest {
  private static final long PLENTY_BYTES = 64 << 20;

  @TempDir Path directory;
  private final UnsteadyLog log = new UnsteadyLog();

  private SpooledEventLog open(long maxBytes) {
    return SpooledEventLog.open(log, directory, maxBytes);
  }

  private static Event event(String id, String key, boolean callersId) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put(Attributes.UUID, id);
    attributes.put(Attributes.SOURCE, "trucks");
    if (!key.isEmpty()) {
      attributes.put(Attributes.KEY, key);
    }
    if (callersId) {
      attributes.put(Attributes.ID_ORIGIN, Attributes.ID_ORIGIN_CALLER);
    }
    return new Event(("payload of " + id).getBytes(StandardCharsets.UTF_8), attributes);
  }

  private static LogPosition publish(SpooledEventLog spooled, Event event) throws Exception {
    return spooled.publish(event).get(30, TimeUnit.SECONDS);
  }

  private List<String> taken(int wanted) throws InterruptedException {
    for (int tries = 0; tries < 2_000 && log.taken().size() < wanted; tries++) {
      Thread.sleep(10);
    }
    return log.taken().stream().map(event -> event.attribute(Attributes.UUID)).toList();
  }

  private static void awaitEmpty(SpooledEventLog spooled) throws InterruptedException {
    for (int tries = 0; tries < 2_000 && spooled.spooledBytes() > 0; tries++) {
      Thread.sleep(10);
    }
    assertThat(spooled.spooledBytes()).isZero();
  }

  @Test
  void anAnsweringLogHasTheEventsAtOnce() throws Exception {
    try (SpooledEventLog spooled = open(PLENTY_BYTES)) {
      assertThat(publish(spooled, event("a", "", false))).isNotEqualTo(LogPosition.SPOOLED);
      assertThat(log.taken().get(0).attributes()).doesNotContainKey(Attributes.ID_ORIGIN);
      assertThat(spooled.spooledBytes()).isZero();
    }
  }

  @Test
  void eventsWaitOnTheDiskInOrderAndFollow() throws Exception {
    log.goAway();
    List<String> ids = new ArrayList<>();
    try (SpooledEventLog spooled = open(PLENTY_BYTES)) {
      for (int i = 0; i < 500; i++) {
        ids.add("id-" + i);
        assertThat(publish(spooled, event("id-" + i, "k" + i % 3, true)))
            .isEqualTo(LogPosition.SPOOLED);
      }
      assertThat(log.taken()).isEmpty();
      log.comeBack();
      assertThat(taken(ids.size())).containsExactlyInAnyOrderElementsOf(ids);
      for (int key = 0; key < 3; key++) {
        String own = "k" + key;
        List<String> ofKey =
            log.taken().stream()
                .filter(event -> event.attribute(Attributes.KEY).equals(own))
                .map(event -> event.attribute(Attributes.UUID))
                .toList();
        assertThat(ofKey)
            .isEqualTo(ids.stream().filter(id -> ("k" + ids.indexOf(id) % 3).equals(own)).toList());
      }
      assertThat(new String(log.taken().get(0).data(), StandardCharsets.UTF_8))
          .isEqualTo("payload of " + log.taken().get(0).attribute(Attributes.UUID));
      awaitEmpty(spooled);
      LogPosition direct = LogPosition.SPOOLED;
      for (int tries = 0; tries < 500 && direct.equals(LogPosition.SPOOLED); tries++) {
        Thread.sleep(10);
        direct = publish(spooled, event("after-" + tries, "k0", true));
      }
      assertThat(direct).isNotEqualTo(LogPosition.SPOOLED);
    }
  }

  /** Nobody knows whether the log has it, and its id is nobody's to repeat. */
  @Test
  void anUnansweredEventWithoutACallersIdIsRefusedAndTheNextAreSpooledAndMarked() throws Exception {
    try (SpooledEventLog spooled = open(PLENTY_BYTES)) {
      log.fallSilent();
      assertThatThrownBy(() -> publish(spooled, event("a", "", false)))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(LogException.class);
      log.goAway();
      assertThat(publish(spooled, event("b", "", false))).isEqualTo(LogPosition.SPOOLED);
      log.comeBack();
      assertThat(taken(2)).containsExactly("a", "b");
      assertThat(log.taken().get(1).attribute(Attributes.ID_ORIGIN))
          .isEqualTo(Attributes.ID_ORIGIN_SPOOL);
    }
  }

  @Test
  void whatIsSpooledOutlivesTheProcessAndARecordCutShortDoesNotHurt() throws Exception {
    log.goAway();
    try (SpooledEventLog first = open(PLENTY_BYTES)) {
      publish(first, event("a", "k", true));
      publish(first, event("b", "k", true));
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.write(file, new byte[] {0, 0, 1, 0, 7, 7, 7}, StandardOpenOption.APPEND);
      }
    }
    try (SpooledEventLog second = open(PLENTY_BYTES)) {
      publish(second, event("c", "k", true));
      log.comeBack();
      assertThat(taken(3)).containsExactly("a", "b", "c");
      awaitEmpty(second);
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aFullSpoolRefusesForTheTimeBeing() throws Exception {
    log.goAway();
    try (SpooledEventLog spooled = open(2_000)) {
      int kept = 0;
      LogException refusal = null;
      while (refusal == null) {
        try {
          publish(spooled, event("id-" + kept, "", true));
          kept++;
        } catch (ExecutionException e) {
          refusal = (LogException) e.getCause();
        }
      }
      assertThat(refusal.reason()).isEqualTo(Reason.LOG_UNAVAILABLE);
      assertThat(refusal).hasMessageContaining("collector.spool.maxBytes");
      assertThat(kept).isBetween(5, 40);
      assertThat(spooled.spooledBytes()).isLessThanOrEqualTo(2_000);
      log.comeBack();
      assertThat(taken(kept)).hasSize(kept);
    }
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> SpooledEventLog.open(log, file.resolve("spool"), PLENTY_BYTES))
        .hasMessageContaining("SPOOL_UNUSABLE");
  }

  /** Child: spools for ever, printing each id once it is acknowledged. */
  static final class Child {
    public static void main(String[] arguments) throws Exception {
      UnsteadyLog away = new UnsteadyLog();
      away.goAway();
      try (SpooledEventLog spooled =
          SpooledEventLog.open(away, Path.of(arguments[0]), PLENTY_BYTES)) {
        for (int i = 0; ; i++) {
          if (publish(spooled, event("id-" + i, "k", true)).equals(LogPosition.SPOOLED)) {
            System.out.println("id-" + i);
          }
        }
      }
    }

    private Child() {}
  }

  @Test
  void nothingAcknowledgedIsLostWhenTheCollectorIsKilled() throws Exception {
    Path spool = directory.resolve("spool");
    Path said = directory.resolve("said.txt");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                spool.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(said.toFile())
            .start();
    try {
      while (child.isAlive() && Files.size(said) < 4_000) {
        Thread.sleep(10);
      }
    } finally {
      // SIGKILL, with more on their way.
      child.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }
    String lines = Files.readString(said);
    List<String> acknowledged = lines.substring(0, lines.lastIndexOf('\n') + 1).lines().toList();
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(300);
    try (SpooledEventLog spooled = SpooledEventLog.open(log, spool, PLENTY_BYTES)) {
      assertThat(taken(acknowledged.size()))
          .as("in order, with at most one more that nobody was told of")
          .startsWith(acknowledged.toArray(new String[0]))
          .hasSizeLessThanOrEqualTo(acknowledged.size() + 1);
      awaitEmpty(spooled);
    }
  }
}
