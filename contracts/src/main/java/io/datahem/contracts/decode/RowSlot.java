package io.datahem.contracts.decode;

import org.jspecify.annotations.Nullable;

/**
 * Where a field's value goes in the row of its message, and what is done to it on the way.
 *
 * @param slot its column's place, -1 when the value is only kept for other columns
 * @param kept its place among the values kept until the message ends, -1 when it is not kept
 * @param step what is done to a single value
 * @param each true when it is done to each element of a list
 */
record RowSlot(int slot, int kept, ColumnPlan.ValueStep step, boolean each) {

  /** True when a value goes into its column and nowhere else, and nothing is done to it. */
  boolean takesAsItIs() {
    return slot >= 0 && kept < 0 && step == TextSteps.AS_IT_IS;
  }

  /** True when a single value goes into its column and nowhere else, whatever is done to it. */
  boolean takesOne() {
    return slot >= 0 && kept < 0 && !each;
  }

  /** Puts a value where it belongs. The value starts at a place of the text. */
  void put(
      @Nullable Object value,
      @Nullable Object[] row,
      @Nullable Object @Nullable [] keep,
      DecodeRun run,
      int place) {
    if (keep != null && kept >= 0) {
      keep[kept] = value;
    }
    if (slot < 0) {
      return;
    }
    if (step == TextSteps.AS_IT_IS || value == null) {
      row[slot] = value;
      return;
    }
    Object made = ColumnPlan.apply(step, each, value);
    if (made instanceof Rejection refused) {
      run.reject(refused.code(), place, refused.found(), refused.expected());
    } else {
      row[slot] = made;
    }
  }
}
