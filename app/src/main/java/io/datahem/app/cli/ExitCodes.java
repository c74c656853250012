package io.datahem.app.cli;

/** What a command's exit code says. */
final class ExitCodes {
  static final int DONE = 0;
  static final int CHECK_FAILED = 1;
  static final int USAGE = 2;
  static final int REJECTED = 3;
  static final int UNREACHABLE = 4;

  private ExitCodes() {}
}
