package io.datahem.connectors.iceberg;

/**
 * The newest change of each object, without the rows: 45 bytes a slot, at most two slots an object.
 * Not thread-safe.
 */
final class NewestChanges {
  static final int MAX_OBJECTS = 500_000;

  private static final int FIRST_SLOTS = 1 << 10;

  /** Nothing newer is known than what stands there already. */
  private static final byte OUTDONE = 2;

  private static final byte USED = 1;

  private final int maxObjects;
  private long[] high = new long[FIRST_SLOTS];
  private long[] low = new long[FIRST_SLOTS];
  private long[] happened = new long[FIRST_SLOTS];
  private long[] collected = new long[FIRST_SLOTS];
  private long[] offset = new long[FIRST_SLOTS];
  private int[] partition = new int[FIRST_SLOTS];
  private byte[] state = new byte[FIRST_SLOTS];
  private int size;

  NewestChanges(int maxObjects) {
    this.maxObjects = maxObjects;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Takes a change in; false when it is of one object too many. */
  boolean add(ObjectChange change) {
    int slot = slot(change);
    if (state[slot] == 0) {
      if (size == maxObjects) {
        return false;
      }
      size++;
      set(slot, change);
      if (size * 2 > state.length) {
        grow();
      }
    } else if (compare(slot, change) < 0) {
      set(slot, change);
    }
    return true;
  }

  /**
   * Tells of a row that was merged before.
   *
   * @return true when there is a newer change of its object: the row goes
   */
  boolean outdoes(ObjectChange before) {
    int slot = slot(before);
    if (state[slot] == 0) {
      return false;
    }
    if (compare(slot, before) > 0) {
      return true;
    }
    state[slot] = OUTDONE;
    return false;
  }

  /** True for the very change that is its object's newest of all. */
  boolean isNewest(ObjectChange change) {
    int slot = slot(change);
    return state[slot] == USED && compare(slot, change) == 0;
  }

  /** Below zero when what is kept is older. */
  private int compare(int slot, ObjectChange change) {
    int order = Long.compare(happened[slot], change.happened);
    if (order == 0) {
      order = Long.compare(collected[slot], change.collected);
    }
    if (order == 0) {
      order = Long.compare(offset[slot], change.offset);
    }
    return order == 0 ? Integer.compare(partition[slot], change.partition) : order;
  }

  private void set(int slot, ObjectChange change) {
    high[slot] = change.high;
    low[slot] = change.low;
    happened[slot] = change.happened;
    collected[slot] = change.collected;
    offset[slot] = change.offset;
    partition[slot] = change.partition;
    state[slot] = USED;
  }

  private int slot(ObjectChange change) {
    return slot(change.high, change.low);
  }

  private int slot(long wantedHigh, long wantedLow) {
    int mask = state.length - 1;
    int slot = (int) wantedLow & mask;
    while (state[slot] != 0 && (high[slot] != wantedHigh || low[slot] != wantedLow)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    NewestChanges before = new NewestChanges(maxObjects);
    before.high = high;
    before.low = low;
    before.happened = happened;
    before.collected = collected;
    before.offset = offset;
    before.partition = partition;
    before.state = state;
    int slots = state.length * 2;
    high = new long[slots];
    low = new long[slots];
    happened = new long[slots];
    collected = new long[slots];
    offset = new long[slots];
    partition = new int[slots];
    state = new byte[slots];
    for (int i = 0; i < before.state.length; i++) {
      if (before.state[i] != 0) {
        move(before, i);
      }
    }
  }

  private void move(NewestChanges before, int from) {
    int slot = slot(before.high[from], before.low[from]);
    high[slot] = before.high[from];
    low[slot] = before.low[from];
    happened[slot] = before.happened[from];
    collected[slot] = before.collected[from];
    offset[slot] = before.offset[from];
    partition[slot] = before.partition[from];
    state[slot] = before.state[from];
  }
}
