package io.datahem.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.datahem.registry.client.RegistryClient;
import io.datahem.registry.client.RegistryClient.Answer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code datahem contract …}: everything about contracts. */
@Command(
    name = "contract",
    description = "Infer, check, push, list, show, compare, export and import contracts.",
    mixinStandardHelpOptions = true,
    subcommands = {
      InferCommand.class,
      CheckCommand.class,
      DiffCommand.class,
      ExportCommand.class,
      ImportCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class ContractCommand {

  @Command(
      name = "push",
      description = "Make the contracts of a directory live, all or none.",
      mixinStandardHelpOptions = true)
  int push(
      @Parameters(paramLabel = "DIR") Path directory,
      @Mixin Target target,
      @Option(names = "--dry-run", description = "only say what would happen") boolean dryRun) {
    Answer answer = new RegistryClient(target.registry()).push(Sources.under(directory), dryRun);
    if (!answer.ok()) {
      Output.refusal(answer);
      return ExitCodes.CHECK_FAILED;
    }
    Output.findings(answer.body().path("findings"));
    for (JsonNode stream : answer.body().path("streams")) {
      System.out.printf(
          "%-9s %s version %d (%s) -> table %s%n",
          stream.path("status").asText(),
          stream.path("stream").asText(),
          stream.path("version").asInt(),
          stream.path("message").asText(),
          stream.path("table").asText());
    }
    if (dryRun) {
      System.out.println("Nothing was changed: this was a dry run.");
    }
    return ExitCodes.DONE;
  }

  @Command(
      name = "list",
      description = "Every stream's newest contract.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin Target target,
      @Option(names = "--format", description = "text or json") @Nullable OutputFormat format) {
    Answer answer = new RegistryClient(target.registry()).list();
    if (!answer.ok()) {
      Output.refusal(answer);
      return ExitCodes.CHECK_FAILED;
    }
    if (format == OutputFormat.JSON) {
      Output.json(answer.body());
      return ExitCodes.DONE;
    }
    System.out.printf("%-28s %7s  %-36s %s%n", "STREAM", "VERSION", "MESSAGE", "TABLE");
    for (JsonNode contract : answer.body().path("contracts")) {
      System.out.printf(
          "%-28s %7d  %-36s %s%n",
          contract.path("stream").asText(),
          contract.path("version").asInt(),
          contract.path("message").asText(),
          contract.path("table").asText());
    }
    return ExitCodes.DONE;
  }

  @Command(
      name = "show",
      description = "One contract: its columns, versions and source.",
      mixinStandardHelpOptions = false)
  int show(
      @Parameters(paramLabel = "STREAM") String stream,
      @Mixin Target target,
      @Option(names = "--version", description = "which (default: the newest)", paramLabel = "N")
          int version,
      @Option(
              names = {"-h", "--help"},
              usageHelp = true,
              description = "Show this help message and exit.")
          boolean help,
      @Option(names = "--format", description = "text or json") @Nullable OutputFormat format) {
    Answer answer = new RegistryClient(target.registry()).show(stream, version);
    if (!answer.ok()) {
      Output.refusal(answer);
      return ExitCodes.CHECK_FAILED;
    }
    if (format == OutputFormat.JSON) {
      Output.json(answer.body());
      return ExitCodes.DONE;
    }
    JsonNode shown = answer.body();
    System.out.printf(
        "%s version %d of %d: %s -> table %s%n",
        shown.path("stream").asText(),
        shown.path("version").asInt(),
        shown.path("versions").size(),
        shown.path("message").asText(),
        shown.path("table").asText());
    line("owner", shown.path("owner").asText());
    line("about", shown.path("description").asText());
    System.out.println();
    columns(shown.path("columns"), "  ");
    for (JsonNode source : shown.path("sources")) {
      System.out.printf(
          "%n// %s%n%s%n",
          source.path("path").asText(), source.path("text").asText().stripTrailing());
    }
    return ExitCodes.DONE;
  }

  private static void line(String what, String text) {
    if (!text.isEmpty()) {
      System.out.println(what + ": " + text);
    }
  }

  private static void columns(JsonNode columns, String indent) {
    for (JsonNode column : columns) {
      String type =
          column.path("type").asText() + (column.path("repeated").asBoolean() ? " list" : "");
      System.out.printf(
          "%s%-24s %-14s %s%n",
          indent, column.path("name").asText(), type, column.path("description").asText());
      columns(column.path("fields"), indent + "  ");
    }
  }
}
