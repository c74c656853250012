package io.datahem.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What commands write while it is open, standard output and error together. */
final class Said implements AutoCloseable {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  Said() {
    PrintStream all = new PrintStream(said, true, StandardCharsets.UTF_8);
    System.setOut(all);
    System.setErr(all);
  }

  /** Runs a command: its exit code, a space, and what it wrote. */
  String by(String... command) {
    said.reset();
    int exit = Cli.run(command);
    return exit + " " + said.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    System.setOut(out);
    System.setErr(err);
  }
}
