package io.datahem.contracts.decode;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elements of lists within each other while their number is not known. Not thread-safe. */
final class ObjectStack {
  private static final int MAX_KEPT = 1 << 14;

  private @Nullable Object[] elements = new Object[64];
  private int size;

  int size() {
    return size;
  }

  void push(@Nullable Object element) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, 2 * size);
    }
    elements[size++] = element;
  }

  /** Takes all elements from a size on as a list; null when there are none. */
  @Nullable List<@Nullable Object> pop(int from) {
    if (from == size) {
      return null;
    }
    List<@Nullable Object> list = Arrays.asList(Arrays.copyOfRange(elements, from, size));
    Arrays.fill(elements, from, size, null);
    size = from;
    return list;
  }

  void reset() {
    if (elements.length > MAX_KEPT) {
      elements = new Object[64];
    } else if (size > 0) {
      Arrays.fill(elements, 0, size, null);
    }
    size = 0;
  }
}
