package io.datahem.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.datahem.registry.client.RegistryClient;
import io.datahem.registry.client.RegistryClient.Answer;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code datahem contract diff}: what changed between two versions, in the table and the text. */
@Command(
    name = "diff",
    description = "What changed between two versions: whom it breaks, columns, source.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:said",
      "1:there is no such stream or version",
      "4:the registry does not answer"
    })
final class DiffCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "STREAM", description = "a stream or a message's full name")
  private String stream = "";

  @Parameters(index = "1", paramLabel = "FROM", description = "a version")
  private int from;

  @Parameters(index = "2", paramLabel = "TO", description = "another")
  private int to;

  @Mixin private Target target = new Target();

  @Option(names = "--format", description = "text or json")
  private @Nullable OutputFormat format;

  @Override
  public Integer call() {
    Answer answer = new RegistryClient(target.registry()).diff(stream, from, to);
    if (!answer.ok()) {
      Output.refusal(answer);
      return ExitCodes.CHECK_FAILED;
    }
    if (format == OutputFormat.JSON) {
      Output.json(answer.body());
    } else {
      text(answer.body());
    }
    return ExitCodes.DONE;
  }

  private static void text(JsonNode diff) {
    System.out.printf(
        "%s version %d to %d%n",
        diff.path("stream").asText(), diff.path("from").asInt(), diff.path("to").asInt());
    Output.findings(diff.path("findings"));
    for (JsonNode column : diff.path("columns")) {
      String before = column.path("before").asText();
      String after = column.path("after").asText();
      if (before.isEmpty()) {
        System.out.println("column added    " + after);
      } else if (after.isEmpty()) {
        System.out.println("column removed  " + before);
      } else {
        System.out.println("column changed  " + before + " -> " + after);
      }
    }
    for (JsonNode file : diff.path("files")) {
      System.out.printf("%n%s%n", file.path("diff").asText().stripTrailing());
    }
  }
}
