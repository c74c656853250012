package io.datahem.pipeline;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.TreeMap;

/**
 * The ids that callers chose for events of one log partition, within the horizon, by hour of
 * collection. A retry lands in the partition of the first try, so each partition knows its own
 * repeats. Rebuilt from the raw table whenever a reader claims the partition, so a replayed
 * position is never its own duplicate.
 *
 * <p>Ids are kept as 128-bit hashes of stream and id. Bounded: beyond {@code maxIds} the oldest
 * hour is forgotten, and a retry of it would be stored again. Not thread-safe.
 */
final class SeenIds {
  private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

  private final TreeMap<Long, IdGeneration> hours = new TreeMap<>();
  private final long horizonHours;
  private final int maxIds;
  private int size;

  SeenIds(Duration horizon, int maxIds) {
    this.horizonHours = Math.max(1, horizon.toHours());
    this.maxIds = maxIds;
  }

  /**
   * Remembers an id unless it is known.
   *
   * @return the offset of the event that has it already, -1 when it is new
   */
  long firstOffset(String stream, String id, long offset, long timeMillis) {
    HashCode hash =
        Hashing.murmur3_128()
            .newHasher()
            .putString(stream, StandardCharsets.UTF_8)
            .putByte((byte) 0)
            .putString(id, StandardCharsets.UTF_8)
            .hash();
    ByteBuffer bytes = ByteBuffer.wrap(hash.asBytes()).order(ByteOrder.LITTLE_ENDIAN);
    long low = bytes.getLong();
    long high = bytes.getLong();
    long hour = Math.floorDiv(timeMillis, HOUR_MILLIS);
    forgetBefore(hour - horizonHours);
    for (IdGeneration known : hours.descendingMap().values()) {
      long first = known.find(high, low);
      if (first >= 0) {
        return first;
      }
    }
    hours.computeIfAbsent(hour, h -> new IdGeneration()).add(high, low, offset);
    size++;
    forgetBeyondLimit();
    return -1;
  }

  int size() {
    return size;
  }

  private void forgetBefore(long hour) {
    while (!hours.isEmpty() && hours.firstKey() < hour) {
      size -= hours.pollFirstEntry().getValue().size();
    }
  }

  private void forgetBeyondLimit() {
    while (size > maxIds && hours.size() > 1) {
      size -= hours.pollFirstEntry().getValue().size();
    }
  }
}
