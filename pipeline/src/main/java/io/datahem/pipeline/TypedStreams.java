package io.datahem.pipeline;

import io.datahem.pipeline.Warehouse.WrittenFile;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where events are published as protobuf, a stream for each contract that asks for it. Events are
 * kept in files while their part is written, and published when the part's manifest is accepted: a
 * part that is not accepted is never seen. A serialisable value: clients are opened on the worker
 * by {@link #open}.
 */
public interface TypedStreams extends Serializable {

  /** What manifests call the files of events that are to be published: as if it were a table. */
  String TABLE = "datahem.typed";

  /** Opens a session. Sessions of several workers work beside each other. */
  Session open();

  /** Work with the streams. Thread-safe, except for the {@link Spool}s it hands out. */
  interface Session extends AutoCloseable {

    /** Starts a file for a part's events. */
    Spool create();

    /**
     * Publishes the events of accepted parts, all of a part or none. Repeating is harmless: a part
     * that was published is left out, whoever published it. The files are gone when it returns.
     *
     * @param byToken the files by the token of their manifest, in the order of acceptance
     */
    void publish(Map<String, List<WrittenFile>> byToken);

    /** Removes files that will never be published. */
    void discard(Collection<WrittenFile> files);

    /**
     * Removes files of an age that nothing names.
     *
     * @param keep the paths of what is yet to be published
     * @return how many were removed
     */
    int removeOrphans(Set<String> keep, Duration age);

    @Override
    void close();
  }

  /** Events of one part that wait to be published. Not thread-safe. */
  interface Spool {
    void append(TypedEvent event);

    long bytes();

    /** Closes the file, durably. */
    List<WrittenFile> close();

    /** Closes and removes the file. */
    void abort();
  }

  /**
   * An event to publish.
   *
   * @param stream the stream's name
   * @param version the version of its contract
   * @param partition the log partition it came from
   * @param offset its offset there
   * @param key what it speaks of; null when nothing says so
   * @param value the event in the form that consumers expect, schema id and all
   * @param attributes the event's attributes
   */
  record TypedEvent(
      String stream,
      long version,
      int partition,
      long offset,
      @Nullable String key,
      byte[] value,
      Map<String, String> attributes) {}
}
