package io.datahem.contracts.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.contracts.Contract;
import io.datahem.contracts.ContractReader;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.TestContracts;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.decode.Decoding;
import io.datahem.contracts.decode.EventDecoders;
import io.datahem.contracts.infer.InferenceException.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, what is bounded, and what comes out when it is not what one expects. */
class InferenceLimitsTest {
  private static final InferenceOptions OPTIONS =
      new InferenceOptions(Optional.of("tests"), Optional.empty());

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n\n ", "[]", "[ ]\n[]", "\uFEFF"})
  void nothingIsRefused(String input) {
    assertThatThrownBy(() -> infer(input))
        .isInstanceOf(InferenceException.class)
        .hasMessage(
            "INPUT_EMPTY Cannot infer a contract from nothing, expected JSON objects, one a line.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "an order, please | line 1, column 3: found what is not JSON",
        "{\"a\":1}\\n{\"a\": | line 2, column 6: found what is not JSON",
        "{\"a\":1}\\n{'a':1} | line 2, column 3: found what is not JSON",
        "{\"a\":1,\"a\":2} | line 1, column 11: found a key twice in one object",
        "{\"a\":{\"b\":1,\"b\":2}} | a key twice in one object",
        "{\"a\":01} | line 1, column 7: found what is not JSON",
        "{\"a\":\"\\ud800\"} | a lone surrogate",
        "{\"a\\udc00\":1} | a lone surrogate",
        "[{\"a\":1} | found what is not JSON",
        "[{\"a\":1},] | found what is not JSON"
      })
  void whatIsNoJsonIsRefusedWithItsPlace(String input, String message) {
    assertThatThrownBy(() -> infer(input.replace("\\n", "\n")))
        .isInstanceOf(InferenceException.class)
        .hasMessageStartingWith("INPUT_NOT_JSON Cannot read the events at ")
        .hasMessageContaining(message);
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    byte[] latin1 = "{\"name\":\"Åsa\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> read(new ByteArrayInputStream(latin1)))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("INPUT_NOT_JSON")
        .hasMessageContaining("not UTF-8");
    byte[] utf16 = "{\"name\":1}".getBytes(StandardCharsets.UTF_16LE);
    assertThatThrownBy(() -> read(new ByteArrayInputStream(utf16)))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("INPUT_NOT_JSON");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1,2,3] | line 1, column 2: found a value without keys",
        "{}\\n3 | line 2, column 1: found a value without keys",
        "null | line 1, column 1: found a value without keys",
        "[[{}]] | line 1, column 2: found a list in a list"
      })
  void anEventThatIsNoObjectIsRefused(String input, String message) {
    assertThatThrownBy(() -> infer(input.replace("\\n", "\n")))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("EVENT_NOT_OBJECT Cannot read the event at " + message);
  }

  @Test
  void aListPrettyObjectsAndAByteOrderMarkAreRead() throws IOException {
    String lines = infer("{\"a\":1}\n{\"a\":2,\"b\":[true]}\n");
    assertThat(infer("[{\"a\":1},{\"a\":2,\"b\":[true]}]")).isEqualTo(lines);
    assertThat(infer("\uFEFF{\n  \"a\": 1\n}\r\n{\n  \"a\": 2,\n  \"b\": [\n true ]\n}"))
        .isEqualTo(lines);
    assertThat(infer("{\"a\":1}{\"a\":2,\"b\":[true]}")).isEqualTo(lines);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Order",
        "shop.v1.order",
        "shop..Order",
        "shop.v1.Örder",
        "Shop.V1.Order",
        "a.B;",
        ""
      })
  void aNameThatIsNoneIsRefused(String name) {
    assertThatThrownBy(() -> Samples.of(name, "", InferenceLimits.DEFAULT))
        .isInstanceOfSatisfying(
            InferenceException.class, e -> assertThat(e.code()).isEqualTo(Code.NAME_INVALID))
        .hasMessageContaining("expected package and message like shop.v1.OrderPlaced");
  }

  @Test
  void nestingIsTakenAsDeepAsTheDecoderTakesIt() throws IOException {
    int deepest = InferenceLimits.DEFAULT.maxNestingDepth();
    String deep = "{\"a\":".repeat(deepest - 1) + "{\"b\":1}" + "}".repeat(deepest - 1);
    decodesWith(infer(deep), deep);
    String list = "{\"a\":" + "[".repeat(deepest - 1) + "]".repeat(deepest - 1) + "}";
    decodesWith(infer(list), list);
    assertThatThrownBy(() -> infer("{\"a\":" + deep + "}"))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("LIMIT_EXCEEDED")
        .hasMessageContaining("nested deeper than 100");
    assertThatThrownBy(() -> infer("{\"a\":" + "[".repeat(100_000)))
        .hasMessageContaining("LIMIT_EXCEEDED");
  }

  @Test
  void aLineOf10MegabytesIsRead() throws IOException {
    String text = "{\"text\":\"" + "x".repeat(10 << 20) + "\"}";
    assertThat(infer(text)).contains("string text = 1;").hasSizeLessThan(1_000);
    String list =
        IntStream.range(0, 200_000)
            .mapToObj(i -> "{\"id\":" + i + ",\"name\":\"name " + i + "\",\"on\":true}")
            .collect(Collectors.joining(",", "{\"items\":[", "]}"));
    assertThat(infer(list)).contains("repeated Item items = 1;", "From 0 to 199999.");
  }

  @Test
  void aTextBeyondTheLimitIsRefused() {
    String text = "{\"text\":\"" + "x".repeat(17 << 20) + "\"}";
    assertThatThrownBy(() -> infer(text)).hasMessageContaining("LIMIT_EXCEEDED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999", "-1e400"})
  void aNumberBeyondADoubleIsRefused(String number) {
    assertThatThrownBy(() -> infer("{\"a\":1}\n{\"a\":" + number + "}"))
        .isInstanceOf(InferenceException.class)
        .hasMessageStartingWith("LIMIT_EXCEEDED Cannot infer a type at line 2, column 6");
  }

  @Test
  void manyKeysOfOneObjectAreAMapAndOfAnEventAreRefused() throws IOException {
    String keys =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "\"k" + Integer.toString(i, 36) + "\":{\"n\":" + i + "}")
            .collect(Collectors.joining(",", "{", "}"));
    String inside = "{\"counts\":" + keys + "}";
    String proto = infer(inside);
    assertThat(proto).contains("map<string, Count> counts = 1;").contains("Found at counts.*.");
    decodesWith(proto, inside);
    String differing =
        "{\"counts\":" + keys.replace("{\"n\":17}", "\"text\"").replace("{\"n\":18}", "[1]") + "}";
    String json = infer(differing);
    assertThat(json).contains("map<string, google.protobuf.Value> counts = 1;");
    decodesWith(json, differing);
    assertThatThrownBy(() -> infer(keys))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("LIMIT_EXCEEDED Cannot infer a contract at line 1")
        .hasMessageContaining("more than 1000 distinct keys");
  }

  @Test
  void fieldsBeyondTheLimitOfAllAreJson() throws IOException {
    InferenceLimits few = new InferenceLimits(100, 1_000, 50, 60, 10, 80);
    String event =
        "{"
            + IntStream.range(0, 5)
                .mapToObj(
                    i ->
                        "\"part"
                            + (char) ('a' + i)
                            + "\":{"
                            + IntStream.range(0, 20)
                                .mapToObj(j -> "\"f" + i + (char) ('a' + j) + "\":1")
                                .collect(Collectors.joining(","))
                            + "}")
                .collect(Collectors.joining(","))
            + "}";
    Samples samples = Samples.of("test.v1.Sample", "", few);
    samples.read(stream(event));
    String proto = ContractInference.infer(List.of(samples), OPTIONS).get(0).text();
    assertThat(proto)
        .contains("Too many distinct fields for columns, so it is JSON.")
        .contains("google.protobuf.Struct partd")
        .contains("Parta parta");
    decodesWith(proto, event);
  }

  @Test
  void aTableIsNoWiderThanTablesMayBe() throws IOException {
    // Each of 40 messages holds the next twice: without a limit that is 2^15 columns.
    StringBuilder event = new StringBuilder("{\"z\":1}");
    for (int i = 0; i < 13; i++) {
      String inner = event.toString();
      event =
          new StringBuilder("{\"left" + i + "\":" + inner + ",\"right" + i + "\":" + inner + "}");
    }
    String proto = infer(event.toString());
    decodesWith(proto, event.toString());
  }

  @Test
  void memoryGrowsWithFieldsAndNotWithEvents() throws IOException {
    byte[] line =
        "{\"id\":\"%s\",\"at\":\"2026-01-31T12:00:00Z\",\"tags\":[\"a\",\"b\"]}\n"
            .formatted("x".repeat(70))
            .getBytes(StandardCharsets.UTF_8);
    int events = 50_000;
    InputStream in =
        new SequenceInputStream(
            Collections.enumeration(
                Collections.nCopies(events, line).stream()
                    .map(b -> (InputStream) new ByteArrayInputStream(b))
                    .toList()));
    Samples samples = Samples.of("test.v1.Sample", "", InferenceLimits.DEFAULT);
    samples.read(in);
    assertThat(samples.count()).isEqualTo(events);
    TextStats texts = samples.event().fields().get("id").texts();
    assertThat(texts.values()).hasSize(1);
    Samples distinct = Samples.of("test.v1.Sample", "", InferenceLimits.DEFAULT);
    distinct.read(
        stream(
            IntStream.range(0, events)
                .mapToObj(i -> "{\"id\":\"id " + i + "\"}")
                .collect(Collectors.joining("\n"))));
    assertThat(distinct.event().fields().get("id").texts().values())
        .hasSize(InferenceLimits.DEFAULT.maxDistinctValues());
  }

  @Test
  void keysThatProtobufCannotNameStayUndeclared() throws IOException {
    String event = "{\"[a]\":1,\"b\\u0000\":2,\"c\":3}";
    String proto = infer(event);
    assertThat(proto)
        .contains("// The key \"[a]\" has no field: protobuf takes no such JSON name.")
        .contains("int64 c = 1;");
    Decoding decoding = decode(proto, event);
    assertThat(((Decoding.Decoded) decoding).unknown()).isEqualTo("{\"[a]\":1,\"b\\u0000\":2}");
    String nothing = infer("{\"[a]\":1}");
    assertThat(decode(nothing, "{\"[a]\":1}")).isInstanceOf(Decoding.Decoded.class);
  }

  @Test
  void aPackageMayBeCalledLikeThoseThatAreImported() throws IOException {
    for (String name : List.of("acme.google.v1.Sample", "acme.datahem.v1.Sample", "google.v1.X")) {
      Samples samples = Samples.of(name, "", InferenceLimits.DEFAULT);
      samples.read(
          stream(
              "{\"a\":null,\"at\":\"2026-01-31\",\"google\":{\"b\":[],\"protobuf\":{\"c\":1}}}"));
      contract(ContractInference.infer(List.of(samples), OPTIONS));
    }
  }

  @Test
  void withoutAnOwnerNoneIsMadeUp() throws IOException {
    Samples samples = Samples.of("shop.v2.OrderPlaced", "", InferenceLimits.DEFAULT);
    samples.read(stream("{\"a\":1}"));
    assertThat(ContractInference.infer(List.of(samples), InferenceOptions.NONE).get(0).text())
        .contains("option (datahem.stream) = {name: \"order-placed-v2\"};");
  }

  @Test
  void anEnvelopeHasToSayItsType() {
    for (String line :
        List.of("{\"payload\":{}}", "{\"event\":\"a\"}", "{\"event\":\"a\",\"payload\":[]}")) {
      Envelopes envelopes =
          new Envelopes(
              new Envelopes.Naming("event", "payload", "a.v1.*Event", ""), InferenceLimits.DEFAULT);
      assertThatThrownBy(() -> envelopes.read(stream("{\"event\":\"b\",\"payload\":{}}\n" + line)))
          .hasMessage(
              "EVENT_NOT_OBJECT Cannot read the event at line 2, column 1: expected the type's name"
                  + " in 'event' and an object in 'payload'.");
    }
  }

  private static String infer(String input) throws IOException {
    return read(stream(input));
  }

  private static String read(InputStream input) throws IOException {
    Samples samples = Samples.of("test.v1.Sample", "", InferenceLimits.DEFAULT);
    samples.read(input);
    return ContractInference.infer(List.of(samples), OPTIONS).get(0).text();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void decodesWith(String proto, String event) {
    Decoding decoding = decode(proto, event);
    assertThat(decoding).isInstanceOf(Decoding.Decoded.class);
    assertThat(((Decoding.Decoded) decoding).unknown()).isNull();
  }

  private static Decoding decode(String proto, String event) {
    Contract contract = contract(List.of(new SourceFile("test/v1/sample.proto", proto)));
    return EventDecoders.compile(contract).decode(event.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  private static Contract contract(List<SourceFile> files) {
    Compilation compilation = TestContracts.COMPILER.compile(files);
    assertThat(compilation.findings()).isEmpty();
    ContractReader.Result result = ContractReader.read(compilation);
    assertThat(result.findings()).isEmpty();
    return result.contracts().get(0);
  }
}
