package io.datahem.registry.store;

import java.util.List;

/** Where databases differ. */
enum Dialect {
  /** One process; its transactions take the write lock when they begin. */
  SQLITE("BLOB", ""),
  /** Many processes; who writes keeps other writers, and no reader, waiting. */
  POSTGRESQL("BYTEA", "LOCK TABLE revisions IN EXCLUSIVE MODE");

  private final String bytes;
  private final String beforeWriting;

  Dialect(String bytes, String beforeWriting) {
    this.bytes = bytes;
    this.beforeWriting = beforeWriting;
  }

  /** What a writing transaction starts with; empty for nothing. */
  String beforeWriting() {
    return beforeWriting;
  }

  List<String> tables() {
    return List.of(
        "CREATE TABLE IF NOT EXISTS revisions (revision BIGINT PRIMARY KEY,"
            + " generation BIGINT NOT NULL, changed_at TEXT NOT NULL)",
        "CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, text TEXT NOT NULL)",
        "CREATE TABLE IF NOT EXISTS versions (stream TEXT NOT NULL, version INTEGER NOT NULL,"
            + " message TEXT NOT NULL, table_name TEXT NOT NULL, fingerprint TEXT NOT NULL,"
            + " descriptor_set "
            + bytes
            + " NOT NULL, sources TEXT NOT NULL, pushed_at TEXT NOT NULL,"
            + " PRIMARY KEY (stream, version))",
        "CREATE TABLE IF NOT EXISTS schemas (id INTEGER PRIMARY KEY, identity TEXT NOT NULL,"
            + " normalized TEXT NOT NULL, refs TEXT NOT NULL, text TEXT NOT NULL, descriptor "
            + bytes
            + " NOT NULL, metadata TEXT, rule_set TEXT, revision BIGINT NOT NULL)",
        "CREATE TABLE IF NOT EXISTS subject_versions (subject TEXT NOT NULL,"
            + " version INTEGER NOT NULL, schema_id INTEGER NOT NULL, state TEXT NOT NULL,"
            + " owner TEXT NOT NULL, created_millis BIGINT NOT NULL, revision BIGINT NOT NULL,"
            + " PRIMARY KEY (subject, version))",
        "CREATE TABLE IF NOT EXISTS settings (subject TEXT PRIMARY KEY, compatibility TEXT,"
            + " normalize INTEGER, mode TEXT, revision BIGINT NOT NULL)",
        "CREATE INDEX IF NOT EXISTS schemas_revision ON schemas (revision)",
        "CREATE INDEX IF NOT EXISTS subject_versions_revision ON subject_versions (revision)");
  }
}
