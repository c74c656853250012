package io.datahem.app.cli;

import io.datahem.app.platform.DataDirectory.UnusableException;
import io.datahem.app.settings.SettingsException;
import io.datahem.registry.client.RegistryClient;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: which commands there are, and what an exception becomes. */
public final class Cli {

  @Command(
      name = "datahem",
      description = "Push a .proto file, send events, query the live table.",
      mixinStandardHelpOptions = true,
      version = "DataHem 0.1.0",
      synopsisSubcommandLabel = "COMMAND")
  private static final class Root {}

  private static final List<Class<?>> COMMANDS =
      List.of(
          UpCommand.class,
          ContractCommand.class,
          SendCommand.class,
          ConvertCommand.class,
          SqlCommand.class,
          LedgerCommand.class,
          DeadLettersCommand.class,
          DemoCommand.class,
          RehearseCommand.class);

  /** Runs a command; never throws. */
  public static int run(String... arguments) {
    CommandLine line = new CommandLine(new Root());
    asked(arguments).forEach(line::addSubcommand);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          command.getErr().println(String.valueOf(e.getMessage()));
          return code(e);
        });
    if (arguments.length == 0) {
      line.usage(System.out);
      return ExitCodes.USAGE;
    }
    return line.execute(arguments);
  }

  /** The command that is named, else all: to look at one takes a start longer than most work. */
  private static List<Class<?>> asked(String... arguments) {
    List<Class<?>> named =
        COMMANDS.stream()
            .filter(command -> arguments.length > 0 && name(command).equals(arguments[0]))
            .toList();
    return named.isEmpty() ? COMMANDS : named;
  }

  private static String name(Class<?> command) {
    return Objects.requireNonNull(command.getAnnotation(Command.class)).name();
  }

  private static int code(Exception e) {
    if (e instanceof RegistryClient.UnreachableException) {
      return ExitCodes.UNREACHABLE;
    }
    return e instanceof SettingsException
            || e instanceof UnusableException
            || e instanceof Sources.UnreadableException
        ? ExitCodes.USAGE
        : ExitCodes.CHECK_FAILED;
  }

  private Cli() {}
}
