package io.datahem.app.torture;

/** What is done to the victim. */
enum Fault {
  /** SIGKILL under load. */
  KILL,
  /** SIGKILL under load, and again at some moment of each of the next starts. */
  KILL_IN_RECOVERY,
  /** SIGSTOP for some seconds, then SIGCONT. */
  PAUSE,
  /** Another process holds the tables' catalog locked. */
  CATALOG_LOCKED,
  /** Another process holds the manifest store locked. */
  MANIFESTS_LOCKED,
  /** Nothing more can be written, by log or tables. */
  DISK_FULL,
  /** A table's entry is taken out of the catalog. */
  ENTRY_DELETED,
  /**
   * SIGKILL, and what a later start might read of callers' ids is cut short or overwritten: what
   * other engines would keep in a checkpoint.
   */
  KEPT_IDS_CORRUPTED,
  /** Every sync to the disk takes a good part of a second. */
  SLOW_SYNCS,
  /** The wall clock jumps forward, then behind where it was, and is set right. */
  CLOCK_JUMPS,
  /** A contract grows under load. */
  PUSH,
  /** SIGKILL, and a contract grows before what was under way is read again. */
  PUSH_BETWEEN_KILL_AND_REPLAY
}
