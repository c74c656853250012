package io.datahem.connectors.iceberg.sql;

/** Names and texts as they stand in a statement. */
final class Quoted {

  /** An identifier. */
  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A text. */
  static String text(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }

  private Quoted() {}
}
