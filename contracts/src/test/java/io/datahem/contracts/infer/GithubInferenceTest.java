package io.datahem.contracts.infer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.contracts.Contract;
import io.datahem.contracts.ContractCheck;
import io.datahem.contracts.ContractReader;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.TestContracts;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.decode.Decoding;
import io.datahem.contracts.decode.EventDecoder;
import io.datahem.contracts.decode.EventDecoders;
import io.datahem.contracts.lint.Lint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The recorded GitHub webhooks: 58 types, 329 events. With {@code -Ddatahem.cases=write} the
 * example contracts are written anew, for review.
 */
class GithubInferenceTest {
  private static final Path EXAMPLES = Path.of("../examples/github");
  private static final Envelopes.Naming NAMING =
      new Envelopes.Naming("event", "payload", "github.v1.*Event", "github-*");
  private static final InferenceOptions OPTIONS =
      new InferenceOptions(
          Optional.of("platform@shop.example"), Optional.of(Pattern.compile("(?!html_).*_url")));

  @Test
  void theExampleContractsAreWhatTheEventsSay() throws IOException {
    Map<String, String> inferred = new TreeMap<>();
    for (SourceFile file : inferAll()) {
      inferred.put(file.path(), file.text());
    }
    Path contracts = EXAMPLES.resolve("contracts");
    if ("write".equals(System.getProperty("datahem.cases"))) {
      for (var file : inferred.entrySet()) {
        Files.createDirectories(contracts.resolve(file.getKey()).getParent());
        Files.writeString(contracts.resolve(file.getKey()), file.getValue());
      }
    }
    Map<String, String> committed = new TreeMap<>();
    try (var files = Files.walk(contracts)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        committed.put(contracts.relativize(file).toString(), Files.readString(file));
      }
    }
    assertThat(committed).isEqualTo(inferred);
  }

  @Test
  void everyEventStrictlyDecodesWithTheSharedContracts() throws IOException {
    Map<String, EventDecoder> decoders = new HashMap<>();
    for (Contract contract : contracts(inferAll())) {
      decoders.put(contract.stream(), EventDecoders.compile(contract));
    }
    assertThat(decoders).hasSize(58);
    int rows = 0;
    for (var type : payloads().entrySet()) {
      EventDecoder decoder =
          Objects.requireNonNull(decoders.get("github-" + type.getKey().replace('_', '-')));
      rows += decodeWhole(type.getKey(), decoder, type.getValue());
    }
    assertThat(rows).isEqualTo(329);
  }

  @Test
  void everyEventStrictlyDecodesWithTheContractOfItsTypeAlone() throws IOException {
    List<SourceFile> files = new ArrayList<>();
    Map<String, List<String>> payloads = payloads();
    for (var type : payloads.entrySet()) {
      Samples samples =
          Samples.of(
              "alone." + type.getKey() + ".v1.Event",
              "alone-" + type.getKey(),
              InferenceLimits.DEFAULT);
      samples.read(bytes(String.join("\n", type.getValue())));
      List<SourceFile> inferred = ContractInference.infer(List.of(samples), OPTIONS);
      assertThat(inferred).hasSize(1);
      files.addAll(inferred);
    }
    int rows = 0;
    for (Contract contract : contracts(files)) {
      String type = contract.stream().substring("alone-".length());
      rows +=
          decodeWhole(
              type, EventDecoders.compile(contract), Objects.requireNonNull(payloads.get(type)));
    }
    assertThat(rows).isEqualTo(329);
  }

  @Test
  void theContractsPassTheirCheckWithoutAWarning() throws IOException {
    ContractCheck check =
        new ContractCheck(TestContracts.COMPILER).linting(new Lint(Clock.systemUTC()));
    assertThat(check.report(inferAll(), Optional.empty()).findings()).isEmpty();
  }

  private static List<SourceFile> inferAll() throws IOException {
    Envelopes envelopes = new Envelopes(NAMING, InferenceLimits.DEFAULT);
    try (InputStream in = Files.newInputStream(EXAMPLES.resolve("events.ndjson"))) {
      envelopes.read(in);
    }
    return ContractInference.infer(envelopes.samples(), OPTIONS);
  }

  private static Map<String, List<String>> payloads() throws IOException {
    ObjectMapper json = new ObjectMapper();
    Map<String, List<String>> byType = new TreeMap<>();
    for (String line : Files.readAllLines(EXAMPLES.resolve("events.ndjson"))) {
      JsonNode event = json.readTree(line);
      byType
          .computeIfAbsent(event.path("event").asText(), type -> new ArrayList<>())
          .add(event.path("payload").toString());
    }
    return byType;
  }

  /** No finding of any kind. */
  private static List<Contract> contracts(List<SourceFile> files) {
    Compilation compilation = TestContracts.COMPILER.compile(files);
    assertThat(compilation.findings()).isEmpty();
    ContractReader.Result result = ContractReader.read(compilation);
    assertThat(result.findings()).isEmpty();
    return result.contracts();
  }

  private static int decodeWhole(String type, EventDecoder decoder, List<String> events) {
    for (String event : events) {
      Decoding decoding = decoder.decode(event.getBytes(StandardCharsets.UTF_8), Map.of());
      assertThat(decoding).as("%s: %s", type, decoding).isInstanceOf(Decoding.Decoded.class);
      Decoding.Decoded decoded = (Decoding.Decoded) decoding;
      assertThat(decoded.unknown()).as(type).isNull();
      assertThat(Arrays.stream(decoded.row()).filter(Objects::nonNull).count()).isPositive();
    }
    return events.size();
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
