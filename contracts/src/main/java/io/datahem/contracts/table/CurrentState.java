package io.datahem.contracts.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the newest state of each object is found among a table's rows, which speak of every change of
 * it.
 *
 * @param keys the columns that name the object, as dotted paths of column names; at least one
 * @param time the column that says when it changed, a dotted path; empty when only the time of
 *     collection is known
 * @param deletedColumn the column that says that the object is gone, a dotted path; empty when no
 *     row does
 * @param deletedValue the value by which it says so, as text; empty when there is no such column
 * @param reporting the table that keeps each object's newest row; null when there is none
 */
public record CurrentState(
    List<String> keys,
    String time,
    String deletedColumn,
    String deletedValue,
    @Nullable Reporting reporting) {

  /** A state that is kept in no table of its own. */
  public CurrentState(List<String> keys, String time, String deletedColumn, String deletedValue) {
    this(keys, time, deletedColumn, deletedValue, null);
  }

  public CurrentState {
    keys = List.copyOf(keys);
  }

  /** The same, kept in a table of its own. */
  public CurrentState with(@Nullable Reporting kept) {
    return new CurrentState(keys, time, deletedColumn, deletedValue, kept);
  }
}
