package io.datahem.app;

import io.datahem.app.cli.Cli;

/** The command {@code datahem}. */
public final class Main {

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    // Logging is set up before any thread can race for it.
    org.slf4j.LoggerFactory.getLogger(Main.class);
    System.exit(Cli.run(arguments));
  }

  private Main() {}
}
