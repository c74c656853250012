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

  /**
   * Hours are kept so much longer: after a crash events are read again that were not accepted, and
   * may have been collected so long before the newest.
   */
  private static final int REPLAYED_HOURS = 2;

  private final IdFiles files;
  private final int partition;
  private final TreeMap<Long, IdTable> tables = new TreeMap<>();
  private final long horizonHours;
  private long longestHours;
  private final long maxIds;
  private final int maxTableIds;
  private final IdCounts counts;
  private long coveredEnd;
  private long grownAtMillis;
  private boolean restoring;
  private int tableIds;

  /**
   * For how long retries are known, in whole hours.
   *
   * @param usual of streams that say nothing
   * @param longest of those that do, as far as it is known: a stream that comes later may say more
   */
  public record Horizon(Duration usual, Duration longest) {}

  /**
   * An event whose caller chose its id.
   *
   * @param offset where it stands
   * @param timeMillis when it was collected, milliseconds since 1970
   */
  public record Seen(String stream, String id, long offset, long timeMillis) {}

  /**
   * What is known from files; the rest is given by {@link #restore}.
   *
   * @param root holds a directory for each partition
   * @param maxIds how many ids are remembered
   * @param counts is told how many there are
   */
  public static SeenIds open(
      Path root, int partition, Horizon horizon, long maxIds, IdCounts counts) {
    return new SeenIds(root, partition, horizon, maxIds, MAX_TABLE_IDS, counts);
  }

  SeenIds(
      Path root, int partition, Horizon horizon, long maxIds, int maxTableIds, IdCounts counts) {
    this.files = IdFiles.open(root.resolve("partition-" + partition));
    this.partition = partition;
    this.horizonHours = Math.max(1, horizon.usual.toHours());
    this.longestHours = Math.max(horizonHours, horizon.longest.toHours());
    this.maxIds = maxIds;
    this.maxTableIds = maxTableIds;
    this.counts = counts;
    this.coveredEnd = files.state().coveredEnd();
    this.grownAtMillis = files.state().grownAtMillis();
    counts.remembered(partition, files.size());
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

    /**
     * An id of this partition.
     *
     * @param hours for how many a retry of it is known; 0 for the usual
     */
    public void own(Seen event, int hours) {
      remember(event, hours, false);
    }

    /** An id of another partition, whose retry may come here because the log has grown. */
    public void elsewhere(Seen event, int hours) {
      remember(event, hours, true);
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
   * Remembers an event's id unless it is known.
   *
   * @param hours for how many a retry is known; 0 for the usual
   * @return the offset of an event before that has it already, the first unless ids were read back
   *     from the raw table; -1 when there is none
   */
  public long firstOffset(Seen event, int hours) {
    long first = remember(event, hours, false);
    coveredEnd = Math.max(coveredEnd, event.offset + 1);
    return first;
  }

  private long remember(Seen event, int hours, boolean elsewhere) {
    HashCode hash =
        Hashing.murmur3_128()
            .newHasher()
            .putString(event.stream, StandardCharsets.UTF_8)
            .putByte((byte) 0)
            .putString(event.id, StandardCharsets.UTF_8)
            .hash();
    ByteBuffer bytes = ByteBuffer.wrap(hash.asBytes()).order(ByteOrder.LITTLE_ENDIAN);
    long high = bytes.getLong();
    long place = IdPlace.of(bytes.getLong(), event.offset, elsewhere);
    long hour = Math.floorDiv(event.timeMillis, HOUR_MILLIS);
    longestHours = Math.max(longestHours, hours);
    forgetBefore(hour - longestHours - REPLAYED_HOURS);
    long known = find(high, place, hour - (hours == 0 ? horizonHours : hours));
    if (known != IdPlace.NONE) {
      return IdPlace.isBefore(known, event.offset) ? IdPlace.offset(known) : -1;
    }
    tables.computeIfAbsent(hour, h -> new IdTable()).add(high, place);
    tableIds++;
    if (tableIds >= maxTableIds) {
      coveredEnd = restoring ? coveredEnd : Math.max(coveredEnd, event.offset + 1);
      toFiles();
    }
    return -1;
  }

  /** The same as {@link IdFiles#find}, in memory too. */
  private long find(long hash, long of, long fromHour) {
    long known = IdPlace.NONE;
    for (IdTable table : tables.tailMap(fromHour, true).descendingMap().values()) {
      long place = table.find(hash, of);
      if (place != IdPlace.NONE) {
        known = place;
        if (IdPlace.isBefore(place, IdPlace.offset(of))) {
          return place;
        }
      }
    }
    long inFiles = files.find(hash, of, fromHour);
    return inFiles == IdPlace.NONE ? known : inFiles;
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
