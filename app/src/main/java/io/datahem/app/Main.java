package io.datahem.app;

import io.datahem.app.cli.Cli;

/** The command {@code datahem}. */
public final class Main {

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && !arguments[0].equals("contract")) {
      // Logging is set up before any thread can race for it; commands about contracts log nothing,
      // and finding the logger's parts among all jars is a tenth of the time that they take.
      org.slf4j.LoggerFactory.getLogger(Main.class);
    }
    System.exit(Cli.run(arguments));
  }

  private Main() {}
}
