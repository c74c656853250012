package io.datahem.app.cli;

import io.datahem.app.ledger.Ledger;
import io.datahem.app.platform.DataDirectory;
import io.datahem.app.platform.Platform;
import io.datahem.app.send.EventSender;
import io.datahem.app.settings.SettingsReader;
import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.connectors.iceberg.sql.QueryResult;
import io.datahem.connectors.iceberg.sql.ResultFormat;
import io.datahem.connectors.iceberg.sql.SqlEngine;
import io.datahem.contracts.SourceFile;
import io.datahem.registry.client.RegistryClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code datahem rehearse}: one event all the way, on free ports, and a check of contracts, each
 * where a directory is given for it; then out. The launcher runs it after a build to record which
 * classes a start loads; it fails when the event does not arrive.
 */
@Command(
    name = "rehearse",
    description = "Take one event all the way in an empty directory, then stop.",
    hidden = true)
final class RehearseCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CONTRACT =
      """
      syntax = "proto3";
      package rehearsal.v1;
      import "datahem/contract.proto";

      // An event to try the way with.
      message Rehearsal {
        option (datahem.stream) = {name: "rehearsal"};
        string name = 1;
        repeated Line lines = 2;
        string at = 3 [(datahem.field).type = TIMESTAMP];

        // A nested value.
        message Line {
          double amount = 1;
        }
      }
      """;
  private static final String EVENTS =
      """
      {"name":"a","lines":[{"amount":1.5}],"at":"2026-01-01T00:00:00Z"}
      {"name":7}
      """;

  @Option(names = "--data", description = "an empty directory for one event")
  private @Nullable Path data;

  @Option(names = "--contracts", description = "an empty directory for a check")
  private @Nullable Path contracts;

  @Override
  public Integer call() throws IOException, InterruptedException {
    int code = contracts == null ? ExitCodes.DONE : check(contracts);
    return code != ExitCodes.DONE || data == null ? code : allTheWay(data);
  }

  /** A change that breaks somebody, as a user has it checked. */
  private static int check(Path scratch) throws IOException {
    Path before = write(scratch.resolve("before"), CONTRACT);
    Path after = write(scratch.resolve("after"), CONTRACT.replace("double amount", "int64 amount"));
    int code = Cli.run("contract", "check", after.toString(), "--against", before.toString());
    return code == ExitCodes.CHECK_FAILED ? ExitCodes.DONE : ExitCodes.CHECK_FAILED;
  }

  private static Path write(Path directory, String contract) throws IOException {
    Path file = directory.resolve("rehearsal/v1/rehearsal.proto");
    Files.createDirectories(file.getParent());
    Files.writeString(file, contract);
    return directory;
  }

  private static int allTheWay(Path data) throws IOException, InterruptedException {
    Map<String, String> pairs =
        Map.of(
            "data", data.toString(), "collector.port", "0", "registry.port", "0", "log.port", "0");
    try (Platform platform = Platform.start(SettingsReader.read(Optional.empty(), pairs))) {
      if (!platform.awaitReady(PATIENCE)) {
        return ExitCodes.CHECK_FAILED;
      }
      new RegistryClient(platform.endpoints().registry())
          .push(List.of(new SourceFile("rehearsal/v1/rehearsal.proto", CONTRACT)), false);
      new EventSender(platform.endpoints().collector(), "rehearsal")
          .send(new ByteArrayInputStream(EVENTS.getBytes(StandardCharsets.UTF_8)), bytes -> {});
      return awaitBooks(data) ? ExitCodes.DONE : ExitCodes.CHECK_FAILED;
    }
  }

  private static boolean awaitBooks(Path data) throws IOException, InterruptedException {
    Ledger ledger = new Ledger(DataDirectory.warehouse(data));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (ledger.totals().books().collected() < 2) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(100);
    }
    try (SqlEngine sql = SqlEngine.open(IcebergWarehouse.under(DataDirectory.warehouse(data)));
        QueryResult result = sql.query("SELECT * FROM rehearsal")) {
      ResultFormat.named("table").orElseThrow().write(result, new StringWriter());
    }
    return ledger.check().balances();
  }
}
