package io.datahem.pipeline.ids;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ids that callers chose for events of one log partition, within the horizon, by hour of
 * collection. A retry lands in the partition of the first try, so each partition knows its own
 * repeats.
 *
 * <p>An id is known by 80 bits of a hash of stream and id: among 240 million remembered ids the
 * chance that a new one is taken for a known one is 2e-16. New ones gather in memory, {@link
 * #MAX_TABLE_IDS} at most (24 to 48 bytes each); then they go to files, 17.5 bytes an id.
 *
 * <p>Ids are known before their part is accepted, and that does no harm: the log holds them at
 * their offsets for ever, an event is a repeat only of what stands before it, and so a position
 * that is replayed is never its own repeat.
 *
 * <p>Bounded: beyond {@code maxIds} the oldest hours are forgotten, which {@link IdCounts} counts,
 * and a retry of them would be stored again. Not thread-safe.
 */
public final class SeenIds {

  /** Beyond, ids go to files. */
  public static final int MAX_TABLE_IDS = 1 << 18;

  private static final Logger LOG = LoggerFactory.getLogger(SeenIds.class);
  private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

  private final IdFiles files;
  private final int partition;
  private final TreeMap<Long, IdTable> tables = new TreeMap<>();
  private final long horizonHours;
  private final long maxIds;
  private final int maxTableIds;
  private final IdCounts counts;
  private long coveredEnd;
  private long grownAtMillis;
  private boolean restoring;
  private int tableIds;

  /**
   * What is known from files; the rest is given by {@link #restore}.
   *
   * @param root holds a directory for each partition
   * @param maxIds how many ids are remembered
   * @param counts is told how many there are
   */
  public static SeenIds open(
      Path root, int partition, Duration horizon, long maxIds, IdCounts counts) {
    return new SeenIds(root, partition, horizon, maxIds, MAX_TABLE_IDS, counts);
  }

  SeenIds(
      Path root, int partition, Duration horizon, long maxIds, int maxTableIds, IdCounts counts) {
    this.files = IdFiles.open(root.resolve("partition-" + partition));
    this.partition = partition;
    this.horizonHours = Math.max(1, horizon.toHours());
    this.maxIds = maxIds;
    this.maxTableIds = maxTableIds;
    this.counts = counts;
    this.coveredEnd = files.state().coveredEnd();
    this.grownAtMillis = files.state().grownAtMillis();
  }

  /** Every id below this offset is known. */
  public long coveredEnd() {
    return coveredEnd;
  }

  /** The growth of the log up to which other partitions' ids are known; 0 when there was none. */
  public long grownAtMillis() {
    return grownAtMillis;
  }

  /**
   * Starts to take what the files lack, by no particular order.
   *
   * @param acceptedEnd the partition's; with 0 nothing is known, whatever the files say
   */
  public Restoration restore(long acceptedEnd) {
    restoring = true;
    if (acceptedEnd == 0) {
      files.clear();
      coveredEnd = 0;
      grownAtMillis = 0;
    }
    return new Restoration(acceptedEnd);
  }

  /** Ids that are read back. */
  public final class Restoration {
    private final long acceptedEnd;

    private Restoration(long acceptedEnd) {
      this.acceptedEnd = acceptedEnd;
    }

    /** An id of this partition. */
    public void own(String stream, String id, long offset, long timeMillis) {
      remember(stream, id, offset, timeMillis, false);
    }

    /** An id of another partition, whose retry may come here because the log has grown. */
    public void elsewhere(String stream, String id, long offset, long timeMillis) {
      remember(stream, id, offset, timeMillis, true);
    }

    /**
     * Says that all were given.
     *
     * @param grownMillis of other partitions, up to this growth of the log
     */
    public void end(long grownMillis) {
      restoring = false;
      coveredEnd = Math.max(coveredEnd, acceptedEnd);
      if (grownMillis > grownAtMillis) {
        grownAtMillis = grownMillis;
        // The others' are many to read again.
        toFiles();
      }
    }
  }

  /**
   * Remembers an id unless it is known.
   *
   * @return the offset of an event before that has it already, the first unless ids were read back
   *     from the raw table; -1 when there is none
   */
  public long firstOffset(String stream, String id, long offset, long timeMillis) {
    long first = remember(stream, id, offset, timeMillis, false);
    coveredEnd = Math.max(coveredEnd, offset + 1);
    return first;
  }

  private long remember(String stream, String id, long offset, long timeMillis, boolean elsewhere) {
    HashCode hash =
        Hashing.murmur3_128()
            .newHasher()
            .putString(stream, StandardCharsets.UTF_8)
            .putByte((byte) 0)
            .putString(id, StandardCharsets.UTF_8)
            .hash();
    ByteBuffer bytes = ByteBuffer.wrap(hash.asBytes()).order(ByteOrder.LITTLE_ENDIAN);
    long high = bytes.getLong();
    long place = IdPlace.of(bytes.getLong(), offset, elsewhere);
    long hour = Math.floorDiv(timeMillis, HOUR_MILLIS);
    forgetBefore(hour - horizonHours);
    long known = find(high, place);
    if (known != IdPlace.NONE) {
      boolean before = IdPlace.isElsewhere(known) || IdPlace.offset(known) < offset;
      return before ? IdPlace.offset(known) : -1;
    }
    tables.computeIfAbsent(hour, h -> new IdTable()).add(high, place);
    tableIds++;
    if (tableIds >= maxTableIds) {
      coveredEnd = restoring ? coveredEnd : Math.max(coveredEnd, offset + 1);
      toFiles();
    }
    return -1;
  }

  private long find(long hash, long like) {
    for (IdTable table : tables.descendingMap().values()) {
      long place = table.find(hash, like);
      if (place != IdPlace.NONE) {
        return place;
      }
    }
    return files.find(hash, like);
  }

  /** How many ids are remembered. */
  public long size() {
    return tableIds + files.size();
  }

  private void toFiles() {
    files.add(tables, new IdFiles.State(coveredEnd, grownAtMillis));
    tables.clear();
    tableIds = 0;
    long before = files.size();
    while (files.size() > maxIds) {
      files.forgetOldest();
    }
    if (files.size() < before) {
      counts.forgotten(before - files.size());
      LOG.warn(
          "IDS_FORGOTTEN {} ids of partition {} were forgotten before their horizon: more than {}"
              + " came, and a retry of them would be stored again",
          before - files.size(),
          partition,
          maxIds);
    }
    counts.remembered(partition, files.size());
  }

  private void forgetBefore(long hour) {
    while (!tables.isEmpty() && tables.firstKey() < hour) {
      tableIds -= tables.pollFirstEntry().getValue().size();
    }
    Map.Entry<Long, ?> oldest = files.hours().firstEntry();
    if (oldest != null && oldest.getKey() < hour) {
      files.forgetBefore(hour);
    }
  }
}
