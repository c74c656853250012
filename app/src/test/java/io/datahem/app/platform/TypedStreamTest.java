package io.datahem.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.ContractCompiler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events as protobuf in topics of their own, each once, however the process died. */
class TypedStreamTest {
  private static final int KILLS = 2;
  private static final int BATCHES = 15;
  private static final String FILE = "beat/v1/beat.proto";
  private static final String CONTRACT =
      """
      syntax = "proto3";
      package beat.v1;
      import "datahem/contract.proto";
      message First { string a = 1; }
      message Beat {
        option (datahem.stream) = {
          name: "beats" owner: "tests" key: ["heart.id", "n"] typed_stream: true lenient: true
        };
        message Heart { uint64 id = 1; }
        int64 n = 1;
        Heart heart = 2;
        bool strong = 3;
      }
      """;

  @TempDir Path temp;

  /** A record of a typed topic, read as its consumers do. */
  private record Read(String position, String key, int schemaId, DynamicMessage message) {}

  @Test
  void publishesEachPositionOnceWhenKilled() throws Exception {
    Path data = temp.resolve("data");
    long accepted = 0;
    for (int round = 0; round < KILLS; round++) {
      Process process = Running.spawn(data);
      try {
        DataDirectory.Endpoints at = Running.await(data, process);
        assertThat(Running.push(at, FILE, CONTRACT).status()).isEqualTo(200);
        for (int batch = 0; batch < BATCHES; batch++) {
          accepted += Running.send(at, "beats", batch(round * BATCHES + batch)).accepted();
          Thread.sleep(50);
        }
      } finally {
        // SIGKILL, with parts between manifest, topic and mark.
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    }
    try (Platform platform = Running.start(data)) {
      DataDirectory.Endpoints at = platform.endpoints();
      Running.awaitSettled(data, accepted);
      List<Read> published = read(at.kafka(), accepted - KILLS * BATCHES);
      assertThat(published).extracting(Read::position).doesNotHaveDuplicates();
      assertThat(new TreeSet<>(published.stream().map(Read::position).toList()))
          .isEqualTo(positions(data));
      assertKeysAndSchema(published, at);
      assertThat(
              Running.sql(
                  data, "SELECT count(*) FROM beats WHERE _problems LIKE '%beat.v1.Beat.strong%'"))
          .isEqualTo(List.of(List.of((long) KILLS * BATCHES)));
      assertThat(Running.check(data).problems()).isEmpty();
      assertThat(get(at.collector() + "/metrics")).contains("datahem_coerced_values_total");
    }
  }

  /** A hundred events: one that no contract takes, one that only a lenient one takes. */
  private static String batch(int number) {
    StringBuilder lines = new StringBuilder("{\"n\":\"none\"}\n{\"n\":0,\"strong\":\"TRUE\"}\n");
    for (int i = 0; i < 98; i++) {
      lines.append("{\"n\":").append(number * 100 + i).append(",\"heart\":{\"id\":");
      lines.append(Long.toUnsignedString(-1L - i)).append("},\"strong\":true}\n");
    }
    return lines.toString();
  }

  private static void assertKeysAndSchema(List<Read> published, DataDirectory.Endpoints at)
      throws Exception {
    Map<Integer, String> schemas = new HashMap<>();
    for (Read read : published) {
      Map<String, Object> fields = new HashMap<>();
      read.message.getAllFields().forEach((field, value) -> fields.put(field.getName(), value));
      String heart =
          fields.get("heart") instanceof DynamicMessage held
              ? Long.toUnsignedString(
                  (Long) held.getField(held.getDescriptorForType().findFieldByName("id")))
              : "0";
      assertThat(read.key)
          .isEqualTo("[\"" + heart + "\",\"" + fields.getOrDefault("n", 0L) + "\"]");
      if (!schemas.containsKey(read.schemaId)) {
        schemas.put(read.schemaId, get(at.registry() + "/schemas/ids/" + read.schemaId));
      }
    }
    JsonNode newest =
        new ObjectMapper().readTree(get(at.registry() + "/subjects/beats-value/versions/latest"));
    assertThat(schemas.keySet()).containsExactly(newest.path("id").asInt());
    assertThat(schemas.values()).allMatch(schema -> schema.contains("message Beat"));
  }

  private static Set<String> positions(Path data) {
    Set<String> positions = new TreeSet<>();
    Running.sql(data, "SELECT _partition, _offset FROM beats")
        .forEach(row -> positions.add(row.get(0) + ":" + row.get(1)));
    return positions;
  }

  /** Everything in the topic, and what comes within a second behind it. */
  private static List<Read> read(String bootstrap, long expected) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
    Descriptor beat = descriptor();
    List<Read> all = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor("typed.beats").stream()
              .map(partition -> new TopicPartition("typed.beats", partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      boolean more = true;
      while (more || (all.size() < expected && System.nanoTime() < deadline)) {
        int before = all.size();
        consumer.poll(Duration.ofSeconds(1)).forEach(record -> all.add(read(record, beat)));
        more = all.size() > before;
      }
    }
    return all;
  }

  /** The wire format of Confluent's serializers, read by its description. */
  private static Read read(ConsumerRecord<byte[], byte[]> record, Descriptor beat) {
    ByteBuffer value = ByteBuffer.wrap(record.value());
    assertThat(value.get()).isZero();
    int schemaId = value.getInt();
    // Beat is the second message of its file: a list of one index, zigzag.
    assertThat(List.of(value.get(), value.get())).containsExactly((byte) 2, (byte) 2);
    byte[] message = new byte[value.remaining()];
    value.get(message);
    assertThat(header(record, "source")).isEqualTo("beats");
    assertThat(header(record, "uuid")).isNotEmpty();
    try {
      return new Read(
          header(record, "datahem.partition") + ":" + header(record, "datahem.offset"),
          new String(record.key(), StandardCharsets.UTF_8),
          schemaId,
          DynamicMessage.parseFrom(beat, message));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static Descriptor descriptor() {
    try (ContractCompiler compiler = ContractCompiler.open()) {
      byte[] set = compiler.compile(List.of(new SourceFile(FILE, CONTRACT))).set().toByteArray();
      return Contracts.load(set, "beat.v1.Beat", 1).descriptor();
    }
  }

  private static String get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }
}
