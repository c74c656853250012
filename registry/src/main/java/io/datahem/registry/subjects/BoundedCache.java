package io.datahem.registry.subjects;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The entries used last, as many as fit. Thread-safe. */
final class BoundedCache<K, V> {
  private final long maxWeight;
  private final ToLongFunction<V> weigher;
  private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long weight;

  /**
   * An empty cache.
   *
   * @param maxWeight how much all entries may weigh together
   * @param weigher what one weighs
   */
  BoundedCache(long maxWeight, ToLongFunction<V> weigher) {
    this.maxWeight = maxWeight;
    this.weigher = weigher;
  }

  synchronized @Nullable V get(K key) {
    return entries.get(key);
  }

  synchronized void put(K key, V value) {
    V old = entries.put(key, value);
    weight += weigher.applyAsLong(value) - (old == null ? 0 : weigher.applyAsLong(old));
    Iterator<V> oldest = entries.values().iterator();
    while (weight > maxWeight && oldest.hasNext()) {
      weight -= weigher.applyAsLong(oldest.next());
      oldest.remove();
    }
  }
}
