package io.datahem.app.cli;

import io.datahem.app.convert.Conversion;
import io.datahem.app.convert.Conversion.Summary;
import io.datahem.app.convert.OfflineContract;
import io.datahem.app.convert.OutputKind;
import io.datahem.app.convert.UnusableContractException;
import io.datahem.contracts.Contract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code datahem convert}: what events become under a contract, without a server. */
@Command(
    name = "convert",
    description = {
      "Convert events by a contract offline, one JSON object a line, in their order.",
      "Rejected lines go to standard error as JSON, then a summary. Exits 3 when any was rejected."
    },
    mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {
  private static final long MAX_SET_BYTES = 256L << 20;

  @Option(
      names = "--contracts",
      required = true,
      paramLabel = "DIR|F.desc",
      description = "a directory of .proto files, or a descriptor set (protoc --include_imports)")
  private Path contracts = Path.of("");

  @Option(
      names = "--message",
      required = true,
      paramLabel = "NAME",
      description = "the message's full name, like shop.v1.Order")
  private String message = "";

  @Option(names = "--to", description = "row, protobuf (base64) or json (default: row)")
  private OutputKind kind = OutputKind.ROW;

  @Option(names = "--lenient", description = "take what producers are known to send, and count it")
  private boolean lenient;

  @Option(
      names = "--attribute",
      paramLabel = "KEY=VALUE",
      description = "an attribute of every event; may be given again")
  private Map<String, String> attributes = new LinkedHashMap<>();

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      arity = "0..1",
      description = "NDJSON file, - for standard input")
  private String file = "-";

  @Override
  public Integer call() throws IOException {
    Contract contract;
    try {
      contract = contract();
    } catch (UnusableContractException e) {
      e.findings().forEach(System.err::println);
      System.err.println(e.getMessage());
      return e.findings().isEmpty() ? ExitCodes.USAGE : ExitCodes.CHECK_FAILED;
    }
    Conversion conversion = new Conversion(contract, kind, lenient, attributes);
    long begun = System.nanoTime();
    Summary summary;
    try (InputStream in = Input.open(file, "JSON lines")) {
      summary = conversion.run(in, System.out, System.err);
    }
    say(summary, (System.nanoTime() - begun) / 1e9);
    if (summary.cut()) {
      return ExitCodes.CHECK_FAILED;
    }
    return summary.rejected() > 0 ? ExitCodes.REJECTED : ExitCodes.DONE;
  }

  private Contract contract() throws IOException, UnusableContractException {
    if (Files.isDirectory(contracts)) {
      return OfflineContract.of(Sources.under(contracts), message);
    }
    if (!Files.isReadable(contracts) || Files.size(contracts) > MAX_SET_BYTES) {
      throw new IllegalArgumentException(
          "CONTRACTS_UNREADABLE Cannot read contracts from "
              + contracts
              + ", expected a directory of .proto files or a descriptor set of at most "
              + (MAX_SET_BYTES >> 20)
              + " MiB.");
    }
    return OfflineContract.of(Files.readAllBytes(contracts), message);
  }

  private static void say(Summary summary, double seconds) {
    long events = summary.converted() + summary.rejected();
    System.err.printf(
        "%,d events in %.1f s (%,.0f/s): %,d converted, %,d rejected, %,d with undeclared fields.%n",
        events,
        seconds,
        events / seconds,
        summary.converted(),
        summary.rejected(),
        summary.undeclared());
    summary.coercions().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            field ->
                System.err.printf(
                    "Lenient only: %s, %,d values.%n", field.getKey(), field.getValue()));
    if (summary.cut()) {
      System.err.println("OUTPUT_CLOSED Cannot write on: nobody reads the output any more.");
    }
  }
}
