package io.datahem.contracts.decode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The row of a message: what it starts as, and which columns are filled when the message has ended.
 *
 * @param template a row of a message without fields
 * @param kept how many values are kept until the message ends
 * @param last the columns that are made of them
 */
record RowShape(@Nullable Object[] template, int kept, List<ColumnPlan> last) {

  /** The row of no columns. */
  static final RowShape NONE = new RowShape(new Object[0], 0, List.of());

  RowShape {
    last = List.copyOf(last);
  }

  @Nullable Object[] newRow() {
    // Nothing can be put into an array of no length, so one is enough.
    return template.length == 0 ? template : template.clone();
  }

  /** The row itself, null when it holds nothing. */
  static @Nullable Object unlessEmpty(@Nullable Object[] row) {
    for (Object value : row) {
      if (value != null) {
        return row;
      }
    }
    return null;
  }
}
