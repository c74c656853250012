package io.datahem.contracts.table;

import java.util.List;

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
 */
public record CurrentState(
    List<String> keys, String time, String deletedColumn, String deletedValue) {

  public CurrentState {
    keys = List.copyOf(keys);
  }
}
