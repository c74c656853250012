package io.datahem.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code datahem contract infer}, from the command line. */
class InferCommandTest {
  private final InputStream in = System.in;
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

  @TempDir Path temp;

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void leave() {
    System.setIn(in);
    System.setOut(out);
    System.setErr(err);
  }

  @Test
  void writesAContractThatPassesItsCheck() throws IOException {
    Path samples = Files.writeString(temp.resolve("orders.ndjson"), "{\"id\":1}\n{\"id\":2}\n");
    assertThat(infer("--message", "shop.v1.Order", "--owner", "me", samples.toString())).isZero();
    assertThat(said.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            syntax = "proto3";

            package shop.v1;

            import "datahem/contract.proto";

            // Inferred from 2 events.
            message Order {
              option (datahem.stream) = {name: "order", table: "order_events", owner: "me"};

              // From 1 to 2.
              int64 id = 1;
            }
            """);
    Path proto = Files.createDirectories(temp.resolve("contracts/shop/v1")).resolve("order.proto");
    Files.write(proto, said.toByteArray());
    said.reset();
    assertThat(Cli.run("contract", "check", temp.resolve("contracts").toString())).isZero();
    assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo("The contracts are fine.\n");
  }

  @Test
  void readsStandardInput() {
    System.setIn(new ByteArrayInputStream("[{\"id\":1}]".getBytes(StandardCharsets.UTF_8)));
    assertThat(infer("--message", "shop.v1.Order", "--stream", "all-orders", "-")).isZero();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("= {name: \"all-orders\"};");
  }

  @Test
  void writesAFileATypeAndOverwritesNone() throws IOException {
    Path samples =
        Files.writeString(
            temp.resolve("events.ndjson"),
            """
            {"kind":"order.placed","body":{"buyer":{"id":1,"code":"a","country":"SE"}}}
            {"kind":"order_sent","body":{"buyer":{"id":1,"code":"a","country":"SE"},"note":null}}
            """);
    Path contracts = temp.resolve("contracts");
    List<String> arguments =
        List.of(
            "--by",
            "kind",
            "--payload",
            "body",
            "--message",
            "shop.v1.*Event",
            "--stream",
            "shop-*",
            "--owner",
            "me",
            "--out",
            contracts.toString(),
            samples.toString());
    assertThat(infer(arguments.toArray(String[]::new))).isZero();
    assertThat(contracts.resolve("shop/v1/types.proto")).content().contains("message Buyer {");
    assertThat(contracts.resolve("shop/v1/order_sent.proto")).exists();
    assertThat(contracts.resolve("shop/v1/order_placed.proto"))
        .content()
        .contains("message OrderPlacedEvent {", "name: \"shop-order-placed\"", "Buyer buyer = 1;");
    assertThat(Cli.run("contract", "check", contracts.toString())).isZero();
    assertThat(infer(arguments.toArray(String[]::new))).isEqualTo(ExitCodes.CHECK_FAILED);
    assertThat(complained.toString(StandardCharsets.UTF_8)).contains("FILE_EXISTS Cannot write");
  }

  @Test
  void saysWhatIsWrongAndWritesNothing() throws IOException {
    Path bad = Files.writeString(temp.resolve("bad.ndjson"), "{\"id\":1}\noops\n");
    assertThat(infer("--message", "shop.v1.Order", bad.toString())).isEqualTo(ExitCodes.REJECTED);
    assertThat(complained.toString(StandardCharsets.UTF_8))
        .startsWith("INPUT_NOT_JSON Cannot read the events at line 2");
    assertThat(infer("--message", "Order", bad.toString())).isEqualTo(ExitCodes.USAGE);
    assertThat(infer("--message", "a.v1.B", "--by", "kind", bad.toString()))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(infer("--message", "a.v1.B", temp.resolve("none").toString()))
        .isEqualTo(ExitCodes.CHECK_FAILED);
    assertThat(infer("--message", "a.v1.B", "--hide", "(", bad.toString()))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(said.size()).isZero();
  }

  private static int infer(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "contract";
    all[1] = "infer";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return Cli.run(all);
  }
}
