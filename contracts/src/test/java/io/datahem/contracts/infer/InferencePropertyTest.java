package io.datahem.contracts.infer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datahem.contracts.ContractReader;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.TestContracts;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.decode.Decoding;
import io.datahem.contracts.decode.EventDecoder;
import io.datahem.contracts.decode.EventDecoders;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever the samples are, their contract compiles without a finding and takes each of them,
 * strictly and wholly. {@code -Ddatahem.seed=N} repeats a run.
 */
class InferencePropertyTest {
  private static final int ROUNDS = 30;
  private static final int MAX_DEPTH = 4;
  private static final List<String> KEYS =
      List.of(
          "id",
          "ID",
          "userId",
          "user_id",
          "user-id",
          "name",
          "login",
          "email",
          "created_at",
          "ts",
          "type",
          "type_",
          "_id",
          "items",
          "item",
          "a.b",
          "a_b",
          "aB",
          "2026-01-31",
          "1",
          "17",
          "x/y",
          "C-1001",
          "",
          "é",
          "🚚",
          "status",
          "Status",
          "google",
          "value",
          "Value",
          "optional");
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "open",
          "STATUS_OPEN",
          "true",
          "12",
          "-7",
          "007",
          "1.50",
          "1e5",
          "NaN",
          "2026-01-31",
          "2026-02-30",
          "2026-01-31T12:00:00Z",
          "2026-01-31T12:00:00.123+02:00",
          "2026-01-31T12:00:00z",
          "2026-01-31T12:00",
          "2026-01-31 12:00:00",
          "2026-01-31T24:00:00Z",
          "12:00:00",
          "12:00",
          "23:59:60",
          "0001-01-01T00:00:00Z",
          "9999-12-31T23:59:59-05:00",
          "2026-01-31T12:00:00+0100",
          "2026-01-31T12:00:00+19:00",
          "192.0.2.1",
          "x@example.org",
          "https://x.example/a/b",
          "\u202e\n\t\"\\",
          "６");

  @Test
  void everySampleDecodesWithItsContract() throws Exception {
    long seed = Long.getLong("datahem.seed", System.nanoTime());
    System.out.println("InferencePropertyTest: -Ddatahem.seed=" + seed);
    Random random = new Random(seed);
    List<SourceFile> files = new ArrayList<>();
    List<List<String>> events = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      List<String> samples = new ArrayList<>();
      List<String> keys = new ArrayList<>(KEYS);
      java.util.Collections.shuffle(keys, random);
      List<String> few = keys.subList(0, 3 + random.nextInt(12));
      for (int i = 0; i < 1 + random.nextInt(12); i++) {
        samples.add(new ObjectMapper().writeValueAsString(object(random, few, 0)));
      }
      Samples inferred =
          Samples.of("round" + round + ".v1.Sample", "s" + round, InferenceLimits.DEFAULT);
      inferred.read(
          new ByteArrayInputStream(String.join("\n", samples).getBytes(StandardCharsets.UTF_8)));
      files.addAll(
          ContractInference.infer(
              List.of(inferred), new InferenceOptions(Optional.of("tests"), Optional.empty())));
      events.add(samples);
    }
    Compilation compilation = TestContracts.COMPILER.compile(files);
    assertThat(compilation.findings()).as("seed " + seed).isEmpty();
    ContractReader.Result result = ContractReader.read(compilation);
    // Streams of one name would be given one table.
    assertThat(result.findings()).as("seed " + seed).isEmpty();
    for (var contract : result.contracts()) {
      EventDecoder decoder = EventDecoders.compile(contract);
      for (String event : events.get(Integer.parseInt(contract.stream().substring(1)))) {
        Decoding decoding = decoder.decode(event.getBytes(StandardCharsets.UTF_8), Map.of());
        assertThat(decoding)
            .as("seed %d, %s: %s%n%s", seed, contract.stream(), event, decoding)
            .isInstanceOfSatisfying(
                Decoding.Decoded.class, decoded -> assertThat(decoded.unknown()).isNull());
      }
    }
  }

  private static ObjectNode object(Random random, List<String> keys, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (String key : keys) {
      if (random.nextInt(3) > 0) {
        value(random, keys, depth, new Random(key.hashCode() * 31L + keys.size()), object, key);
      }
    }
    return object;
  }

  /** Mostly of the kind that the key has, sometimes of any. */
  private static void value(
      Random random, List<String> keys, int depth, Random ofKey, ObjectNode in, String key) {
    ArrayNode holder = JsonNodeFactory.instance.arrayNode();
    add(random, keys, depth, random.nextInt(12) == 0 ? random : ofKey, holder);
    in.set(key, holder.get(0));
  }

  private static void add(Random random, List<String> keys, int depth, Random kind, ArrayNode to) {
    switch (kind.nextInt(depth >= MAX_DEPTH ? 6 : 9)) {
      case 0 -> to.add(random.nextBoolean());
      case 1 -> to.add(random.nextLong() >> random.nextInt(64));
      case 2 -> to.add(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 10));
      case 3 -> to.add(TEXTS.get(random.nextInt(TEXTS.size())));
      case 4 -> to.add(new BigInteger(40 + kind.nextInt(40), random));
      case 5 -> {
        if (random.nextBoolean()) {
          to.addNull();
        } else {
          // Of one kind, so that it may become a type of its own.
          to.add(TEXTS.get(10 + kind.nextInt(12)));
        }
      }
      case 6, 7 -> to.add(object(random, keys.subList(0, Math.min(keys.size(), 6)), depth + 1));
      default -> {
        ArrayNode list = to.addArray();
        long element = kind.nextLong();
        for (int i = random.nextInt(3); i > 0; i--) {
          add(random, keys, depth + 1, new Random(element), list);
        }
      }
    }
  }
}
