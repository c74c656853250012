package io.datahem.app.cli;

import io.datahem.app.platform.Platform;

/** What a command's exit code says. */
final class ExitCodes {
  static final int DONE = 0;
  static final int CHECK_FAILED = 1;
  static final int USAGE = 2;
  static final int REJECTED = 3;
  static final int UNREACHABLE = 4;

  /** A part of the running platform could not go on. */
  static final int PART_FAILED = Platform.EXIT_PART_FAILED;

  private ExitCodes() {}
}
