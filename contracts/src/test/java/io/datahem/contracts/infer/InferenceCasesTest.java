package io.datahem.contracts.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.ContractReader;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.TestContracts;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.decode.Decoding;
import io.datahem.contracts.decode.EventDecoder;
import io.datahem.contracts.decode.EventDecoders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A folder per case: sample events, and the contract they give. It has no findings, and every
 * sample decodes with it, strictly and wholly. With {@code -Ddatahem.cases=write} the contracts are
 * written anew, for review.
 */
class InferenceCasesTest {
  private static final Path CASES = Path.of("src/test/resources/infer");

  static List<Path> cases() {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void inferred(Path folder) throws IOException {
    Path events = folder.resolve("events.json");
    SourceFile file = infer(events);
    Path expected = folder.resolve("expected.proto");
    if ("write".equals(System.getProperty("datahem.cases"))) {
      Files.writeString(expected, file.text());
    }
    assertThat(file.path()).isEqualTo("test/v1/sample.proto");
    assertThat(file.text()).isEqualTo(Files.readString(expected));
    EventDecoder decoder = decoder(file);
    for (String line : Files.readAllLines(events)) {
      Decoding decoding = decoder.decode(line.getBytes(StandardCharsets.UTF_8), Map.of());
      assertThat(decoding).as(line + " " + decoding).isInstanceOf(Decoding.Decoded.class);
      assertThat(((Decoding.Decoded) decoding).unknown()).isNull();
    }
  }

  private static SourceFile infer(Path events) throws IOException {
    Samples samples = Samples.of("test.v1.Sample", "", InferenceLimits.DEFAULT);
    try (InputStream in = Files.newInputStream(events)) {
      samples.read(in);
    }
    InferenceOptions options = new InferenceOptions(Optional.of("tests"), Optional.empty());
    return ContractInference.infer(List.of(samples), options).get(0);
  }

  private static EventDecoder decoder(SourceFile file) {
    Compilation compilation = TestContracts.compile(file);
    assertThat(compilation.findings()).isEmpty();
    ContractReader.Result result = ContractReader.read(compilation);
    assertThat(result.findings()).isEmpty();
    return EventDecoders.compile(result.contracts().get(0));
  }
}
