package io.datahem.app.cli;

/** How a command answers: for people, or for programs. */
enum OutputFormat {
  TEXT,
  JSON
}
