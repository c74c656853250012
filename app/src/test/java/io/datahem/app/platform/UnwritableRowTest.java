package io.datahem.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.connectors.iceberg.SqliteManifestStore;
import io.datahem.connectors.kafka.EventTopic;
import io.datahem.connectors.kafka.KafkaEventSource;
import io.datahem.pipeline.JobParts;
import io.datahem.pipeline.JobSettings;
import io.datahem.pipeline.Warehouse;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row that its table's writer refuses is one dead letter, and stops nobody else. */
class UnwritableRowTest {
  private static final String CONTRACT =
      """
      syntax = "proto3";
      package refused.v1;
      import "datahem/contract.proto";
      message Beat { option (datahem.stream) = {name: "beats"}; int64 n = 1; }
      """;
  private static final long BAD = 57;

  @TempDir Path temp;

  @Test
  void theRowAmongOthersIsADeadLetterAndTheOthersAreRows() throws Exception {
    Path data = temp.resolve("data");
    List<Long> numbers = LongStream.rangeClosed(1, 200).boxed().toList();
    try (Platform platform = Running.start(data)) {
      DataDirectory.Endpoints at = platform.endpoints();
      assertThat(Running.push(at, "refused/v1/beat.proto", CONTRACT).status()).isEqualTo(200);
      try (EmbeddedJob job =
          EmbeddedJob.start(
              parts(at, data), Running.settings(data).pipeline(), temp.resolve("newer"))) {
        assertThat(platform.awaitEnd().orElseThrow()).startsWith("JOB_FENCED");
        String lines =
            numbers.stream().map(n -> "{\"n\":" + n + "}\n").collect(Collectors.joining());
        assertThat(Running.send(at, "beats", lines).accepted()).isEqualTo(200);
        Running.awaitSettled(data, 200);
        assertThat(job.status().isFenced()).isFalse();
      }
    }
    assertThat(Running.sql(data, "SELECT n FROM beats ORDER BY n"))
        .isEqualTo(numbers.stream().filter(n -> n != BAD).map(List::of).toList());
    assertThat(Running.sql(data, "SELECT code, decode(data) FROM datahem.dead_letters"))
        .isEqualTo(List.of(List.of("ROW_UNWRITABLE", "{\"n\":" + BAD + "}")));
    assertThat(
            Running.sql(
                data,
                "SELECT count(*) FROM beats b JOIN datahem.raw r ON b._partition = r._partition"
                    + " AND b._offset = r._offset AND b._id = r._id AND b._time = r.publish_time"))
        .isEqualTo(List.of(List.of(199L)));
    assertThat(Running.check(data).problems()).isEmpty();
  }

  private static JobParts parts(DataDirectory.Endpoints at, Path data) {
    JobSettings job = JobSettings.of("spoils-a-row");
    Path warehouse = DataDirectory.warehouse(data);
    return new JobParts(
        new KafkaEventSource(new EventTopic(at.kafka(), EventTopic.DEFAULT_NAME), job.owner()),
        new RegistryFeed(at.registry()),
        new Spoiling(IcebergWarehouse.under(warehouse)),
        SqliteManifestStore.under(warehouse),
        job);
  }

  /** The real warehouse; one row reaches it with a value that is none of its column's type. */
  private record Spoiling(Warehouse real) implements Warehouse {
    @Override
    public Session open() {
      Session session = real.open();
      Map<Object, DataFile> files = Collections.synchronizedMap(new IdentityHashMap<>());
      return proxy(
          Session.class,
          (method, arguments) -> {
            boolean beside = method.getName().equals("createBeside");
            if (!beside && !method.getName().equals("create")) {
              return method.invoke(session, arguments);
            }
            if (beside) {
              arguments[0] = files.get(arguments[0]);
            }
            DataFile file = (DataFile) method.invoke(session, arguments);
            DataFile spoiling = spoiling(file, (Table) arguments[beside ? 1 : 0]);
            files.put(spoiling, file);
            return spoiling;
          });
    }

    private static DataFile spoiling(DataFile file, Table table) {
      boolean beats = table.plan().columns().get(0).name().equals("n");
      return proxy(
          DataFile.class,
          (method, arguments) -> {
            if (beats && method.getName().equals("append")) {
              @Nullable Object[] row = (@Nullable Object[]) arguments[0];
              row[0] = Long.valueOf(BAD).equals(row[0]) ? "no number" : row[0];
            }
            return method.invoke(file, arguments);
          });
    }

    private interface Call {
      @Nullable Object of(Method method, @Nullable Object[] arguments)
          throws ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Call call) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (self, method, arguments) -> {
                try {
                  return call.of(method, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              }));
    }
  }
}
