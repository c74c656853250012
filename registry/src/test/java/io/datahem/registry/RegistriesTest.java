package io.datahem.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.ContractSnapshot;
import io.datahem.registry.PushResult.Verdict;
import io.datahem.registry.store.Postgres;
import io.datahem.registry.store.SubjectVersion;
import io.datahem.registry.subjects.SchemaRequest;
import io.datahem.registry.subjects.SubjectName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two registries on one database. */
@Timeout(120)
class RegistriesTest {
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private Registry one;
  private Registry other;

  @BeforeEach
  void open() {
    String url = Postgres.newSchema();
    one = Registry.open(url);
    other = Registry.open(url);
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    one.close();
    other.close();
  }

  @Test
  void whatOneTakesTheOtherServesWithinASecond() throws Exception {
    Future<ContractSnapshot> waiting =
        threads.submit(() -> other.awaitNewer(0, Duration.ofSeconds(30)));
    one.push(List.of(Shop.order("string id = 1;")), false);
    long pushed = System.nanoTime();

    ContractSnapshot seen = waiting.get(30, TimeUnit.SECONDS);

    assertThat(Duration.ofNanos(System.nanoTime() - pushed)).isLessThan(Duration.ofSeconds(1));
    assertThat(seen).usingRecursiveComparison().isEqualTo(one.snapshot());
    SubjectName name = SubjectName.of("order-value");
    assertThat(other.subjects().latest(name)).isEqualTo(one.subjects().latest(name));
  }

  @Test
  void pushesThatRaceAreAllThereInTheEnd() throws Exception {
    List<Future<PushResult>> pushes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Registry registry = i % 2 == 0 ? one : other;
      String name = "Stream" + i;
      pushes.add(
          threads.submit(
              () ->
                  registry.push(
                      List.of(
                          Shop.stream(name + ".proto", name, "", "string id = 1;"),
                          Shop.order("string id = 1;")),
                      false)));
    }
    for (Future<PushResult> push : pushes) {
      assertThat(push.get(60, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.ACCEPTED);
    }

    await(4);
    assertThat(one.snapshot()).usingRecursiveComparison().isEqualTo(other.snapshot());
    assertThat(one.snapshot().entries()).hasSize(5);
    assertThat(one.history("order")).hasSize(1);
  }

  private void await(long generation) throws InterruptedException {
    while (one.snapshot().generation() < generation || other.snapshot().generation() < generation) {
      Thread.sleep(20);
    }
  }

  @Test
  void schemasThatRaceHaveOneIdForOneMeaning() throws Exception {
    List<Future<SubjectVersion>> same = new ArrayList<>();
    List<Future<SubjectVersion>> different = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Registry registry = i % 2 == 0 ? one : other;
      String subject = "s" + i;
      int number = i + 1;
      same.add(threads.submit(() -> register(registry, "same", "string x = 1;")));
      different.add(
          threads.submit(() -> register(registry, subject, "string x = " + number + ";")));
    }
    List<Integer> ids = new ArrayList<>();
    for (Future<SubjectVersion> one : different) {
      ids.add(one.get(60, TimeUnit.SECONDS).schemaId());
    }
    for (Future<SubjectVersion> one : same) {
      assertThat(one.get(60, TimeUnit.SECONDS).version()).isEqualTo(1);
      assertThat(one.get().schemaId()).as("the first of the different").isIn(ids);
    }
    assertThat(ids).doesNotHaveDuplicates().hasSize(8);
  }

  private static SubjectVersion register(Registry registry, String subject, String field) {
    String schema = "syntax = \"proto3\"; message M { " + field + " }";
    return registry
        .subjects()
        .registrar()
        .register(
            SubjectName.of(subject), new SchemaRequest(schema, List.of(), null, null, 0, 0), false);
  }
}
