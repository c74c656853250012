package io.datahem.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DynamicMessage;
import io.datahem.app.Main;
import io.datahem.app.cli.Terminal.Said;
import io.datahem.app.convert.Conversion;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.ContractCompiler;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code datahem convert}, from the command line. */
class ConvertCommandTest {
  private static final String CONTRACT =
      """
      syntax = "proto3";
      package shop.v1;
      import "datahem/contract.proto";
      import "datahem/options/options.proto";
      import "google/protobuf/timestamp.proto";

      message Order {
        option (datahem.stream) = {name: "orders", owner: "tests"};
        string id = 1 [(datahem.options.BigQueryFieldRename) = "order_id"];
        repeated Line lines = 2;
        google.protobuf.Timestamp placed_at = 3;
        string total = 4 [(datahem.options.BigQueryFieldType) = "NUMERIC"];
        bool paid = 5;
        bytes signature = 6;
        map<string, string> _ATTRIBUTES = 300;

        message Line { string sku = 1; uint64 count = 2; }
      }
      """;
  private static final String EVENTS =
      """
      {"id":"a","lines":[{"sku":"x","count":18446744073709551615}],"total":"12.50","paid":true,"placedAt":"2026-01-02T03:04:05.5Z","signature":"/+8="}

      {"id":"b","lines":[{"sku":"x"},{"sku":"y","count":"many"}]}
      {"id":"c","colour":"red"}
      not json
      {"id":"d","paid":"TRUE"}
      """;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path temp;
  private Path contracts = Path.of("");

  @BeforeEach
  void writeContract() throws Exception {
    contracts = Files.createDirectories(temp.resolve("contracts"));
    Files.createDirectories(contracts.resolve("shop/v1"));
    Files.writeString(contracts.resolve("shop/v1/order.proto"), CONTRACT);
  }

  @Test
  void writesRowsInOrderAndRejectionsAside() throws Exception {
    Said said = convert(EVENTS, "--attribute", "source=orders", "--attribute", "by=me");
    assertThat(said.exit()).isEqualTo(ExitCodes.REJECTED);
    assertThat(said.out().lines())
        .containsExactly(
            "{\"order_id\":\"a\",\"lines\":[{\"sku\":\"x\",\"count\":18446744073709551615}],"
                + "\"placed_at\":\"2026-01-02T03:04:05.500Z\",\"total\":12.500000000,\"paid\":true,"
                + "\"signature\":\"/+8=\",\"_ATTRIBUTES\":[{\"key\":\"source\",\"value\":"
                + "\"orders\"},{\"key\":\"by\",\"value\":\"me\"}]}",
            "{\"order_id\":\"c\",\"lines\":null,\"placed_at\":null,\"total\":null,\"paid\":false,"
                + "\"signature\":\"\",\"_ATTRIBUTES\":[{\"key\":\"source\",\"value\":\"orders\"},"
                + "{\"key\":\"by\",\"value\":\"me\"}],\"_unknown\":\"{\\\"colour\\\":\\\"red\\\"}\"}");
    List<String> complaints = said.err().lines().toList();
    assertThat(refusals(complaints))
        .containsExactly(
            "3 FIELD_INVALID_FORMAT lines[1].count",
            "5 JSON_MALFORMED ",
            "6 FIELD_WRONG_TYPE paid");
    assertThat(complaints.get(0)).contains("Cannot read lines[1].count: found string \\\"many\\\"");
    assertThat(complaints.get(3))
        .startsWith("5 events in ")
        .endsWith(": 2 converted, 3 rejected, 1 with undeclared fields.");
  }

  @Test
  void takesLenientlyWhatItCounts() {
    Said said = convert("{\"paid\":\"TRUE\"}\n{\"paid\":\"false\"}", "--lenient");
    assertThat(said.exit()).isZero();
    assertThat(said.out().lines()).hasSize(2).first().asString().contains("\"paid\":true");
    assertThat(said.err()).endsWith("Lenient only: shop.v1.Order.paid, 2 values.\n");
  }

  @Test
  void readsADescriptorSetInAnyOrderAndWritesProtobuf() throws Exception {
    FileDescriptorSet set = set();
    FileDescriptorSet.Builder shuffled = FileDescriptorSet.newBuilder();
    List<FileDescriptorProto> files = new ArrayList<>(set.getFileList());
    Collections.reverse(files);
    contracts =
        Files.write(temp.resolve("all.desc"), shuffled.addAllFile(files).build().toByteArray());
    Said said = convert("{\"id\":\"a\",\"paid\":true}\n", "--to", "protobuf");
    assertThat(said.exit()).isZero();
    DynamicMessage message =
        DynamicMessage.parseFrom(
            Contracts.load(set.toByteArray(), "shop.v1.Order", 1).descriptor(),
            Base64.getDecoder().decode(said.out().strip()));
    assertThat(message.toString()).isEqualTo("id: \"a\"\npaid: true\n");
  }

  @Test
  void writesCanonicalJson() {
    Said said =
        convert(
            "{\"paid\":true,\"placed_at\":\"2026-01-02T04:04:05+01:00\",\"id\":\"a\",\"x\":1}",
            "--to",
            "json");
    assertThat(said.out())
        .isEqualTo("{\"id\":\"a\",\"placedAt\":\"2026-01-02T03:04:05Z\",\"paid\":true}\n");
  }

  @Test
  void anAnyHoldsEveryTypeOfTheDirectory() throws Exception {
    Files.writeString(
        contracts.resolve("shop/v1/order.proto"),
        """
        syntax = "proto3";
        package shop.v1;
        import "google/protobuf/any.proto";
        message Order { google.protobuf.Any what = 1; }
        """);
    Files.writeString(
        contracts.resolve("pay.proto"), "syntax = \"proto3\"; message Pay { int32 sum = 1; }");
    String event = "{\"what\":{\"@type\":\"x/Pay\",\"sum\":7}}\n";
    assertThat(convert(event, "--to", "json").out()).isEqualTo(event);
  }

  @Test
  void saysWhatIsWrongWithContracts() throws Exception {
    assertThat(convertBy("shop.v1.Odder", "{}").err())
        .startsWith("MESSAGE_UNKNOWN Cannot find message shop.v1.Odder")
        .contains("shop.v1.Order");
    assertThat(convertBy("shop.v1.Odder", "{}").exit()).isEqualTo(ExitCodes.USAGE);
    assertThat(convertBy("shop.v1.Order.Line", "{\"count\":1}").out())
        .isEqualTo("{\"sku\":\"\",\"count\":1}\n");
    FileDescriptorSet whole = set();
    FileDescriptorSet alone =
        FileDescriptorSet.newBuilder().addFile(whole.getFile(whole.getFileCount() - 1)).build();
    contracts = Files.write(temp.resolve("alone.desc"), alone.toByteArray());
    assertThat(convert("{}").err()).contains("the set lacks 'datahem/", "protoc --include_imports");
    contracts = Files.writeString(temp.resolve("text.desc"), "no descriptor set at all");
    assertThat(convert("{}").err()).startsWith("CONTRACT_INVALID Cannot read the contracts");
    contracts = Files.createDirectories(temp.resolve("broken"));
    Files.writeString(
        contracts.resolve("a.proto"), "syntax = \"proto3\"; message A { strin a = 1; }");
    Said broken = convert("{}");
    assertThat(broken.exit()).isEqualTo(ExitCodes.CHECK_FAILED);
    assertThat(broken.err()).contains("a.proto:1:").contains("do not compile");
  }

  @Test
  void passesOverALineThatIsTooLong() {
    String pad = "x".repeat(Conversion.MAX_LINE_BYTES);
    Said said = convert("{\"id\":\"a\"}\r\n{\"id\":\"" + pad + "\"}\n{\"id\":\"b\"}");
    assertThat(said.out().lines()).hasSize(2);
    assertThat(said.err()).startsWith("{\"line\":2,\"code\":\"LINE_TOO_LONG\"");
  }

  /** 120 MB through a heap of 64 MB: every line comes out, in order, or is named. */
  @Test
  void needsNoMoreMemoryForMoreLines() throws Exception {
    int lines = 100_000;
    Path complaints = temp.resolve("complaints");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "convert",
                "--contracts",
                contracts.toString(),
                "--message",
                "shop.v1.Order")
            .redirectError(complaints.toFile())
            .start();
    Thread feeder = new Thread(() -> feed(process.getOutputStream(), lines), "feeder");
    feeder.start();
    int next = 0;
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        next += isBad(next) ? 1 : 0;
        assertThat(line.startsWith("{\"order_id\":\"" + next + "\",")).isTrue();
        next++;
      }
    }
    feeder.join();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as(() -> "it said " + said(complaints))
        .isEqualTo(ExitCodes.REJECTED);
    assertThat(next).isEqualTo(lines);
    List<String> said = Files.readAllLines(complaints);
    assertThat(refusals(said)).hasSize(10).first().isEqualTo("5001 FIELD_WRONG_TYPE paid");
    assertThat(said.get(10)).contains("99,990 converted, 10 rejected");
  }

  private static String said(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isBad(int number) {
    return number % 10_000 == 5_000;
  }

  private static void feed(OutputStream to, int lines) {
    String pad = "p".repeat(1_150);
    try (OutputStream out = new BufferedOutputStream(to, 1 << 16)) {
      for (int i = 0; i < lines; i++) {
        String paid = isBad(i) ? "7" : "true";
        String line =
            "{\"id\":\"" + i + "\",\"paid\":" + paid + ",\"lines\":[{\"sku\":\"" + pad + "\"}]}\n";
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Said convert(String events, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("convert", "--contracts", contracts.toString()));
    arguments.addAll(List.of("--message", "shop.v1.Order"));
    arguments.addAll(List.of(more));
    return Terminal.run(events, arguments.toArray(new String[0]));
  }

  private Said convertBy(String message, String events) {
    return Terminal.run(
        events, "convert", "--contracts", contracts.toString(), "--message", message);
  }

  private static FileDescriptorSet set() {
    try (ContractCompiler compiler = ContractCompiler.open()) {
      return compiler.compile(List.of(new SourceFile("shop/v1/order.proto", CONTRACT))).set();
    }
  }

  /** Line, code and path of every rejection. */
  private static List<String> refusals(List<String> complaints) throws Exception {
    List<String> refusals = new ArrayList<>();
    for (String line : complaints) {
      if (line.startsWith("{")) {
        JsonNode refusal = JSON.readTree(line);
        refusals.add(
            refusal.path("line").asText()
                + " "
                + refusal.path("code").asText()
                + " "
                + refusal.path("path").asText());
      }
    }
    return refusals;
  }
}
