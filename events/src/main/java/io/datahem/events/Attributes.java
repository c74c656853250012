package io.datahem.events;

/** Names of the attributes that DataHem itself sets on an event. Callers can set none of them. */
public final class Attributes {

  /** The event's id, unique per event; the caller's own when it sent one. */
  public static final String UUID = "uuid";

  /** When the event was collected, ISO-8601 in UTC. */
  public static final String TIMESTAMP = "timestamp";

  /** The stream the event was sent to. */
  public static final String SOURCE = "source";

  /** What older producers call {@link #SOURCE}; read when that one is absent. */
  public static final String TOPIC = "topic";

  /**
   * {@code caller} when the id came from the caller, so that a retry can carry it again; {@code
   * spool} when the event waited on the collector's disk; else absent. With either the log may hold
   * the id more than once.
   */
  public static final String ID_ORIGIN = "idOrigin";

  /** The value of {@link #ID_ORIGIN} for an id that the caller chose. */
  public static final String ID_ORIGIN_CALLER = "caller";

  /**
   * The value of {@link #ID_ORIGIN} for an id of the collector's own whose event was kept on its
   * disk for a while: such an event may be in the log twice.
   */
  public static final String ID_ORIGIN_SPOOL = "spool";

  /** What the caller orders by: events with the same key keep their order. Absent without one. */
  public static final String KEY = "key";

  private Attributes() {}
}
