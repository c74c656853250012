package io.datahem.contracts.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a table must look like: the warehouse creates it or evolves it in place until it does. A row
 * of it is an {@code Object[]} with one slot per column, in the order of {@link #columns}.
 *
 * @param name {@code namespace.table}; contracts' tables live in namespace {@code default}, our own
 *     in {@code datahem}
 * @param description empty when none
 * @param columns the contract's columns in declaration order, then the {@link SystemColumns}
 * @param partitioning how it is partitioned
 * @param clustering names of the columns its files are sorted by, may be empty
 * @param current how the newest state of each object is found; null when rows speak of no object
 */
public record TablePlan(
    String name,
    String description,
    List<Column> columns,
    Partitioning partitioning,
    List<String> clustering,
    @Nullable CurrentState current) {

  /** A table whose rows speak of no object that changes. */
  public TablePlan(
      String name,
      String description,
      List<Column> columns,
      Partitioning partitioning,
      List<String> clustering) {
    this(name, description, columns, partitioning, clustering, null);
  }

  public TablePlan {
    columns = List.copyOf(columns);
    clustering = List.copyOf(clustering);
  }

  /** The slot of a top-level column. */
  public int slot(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    throw new IllegalArgumentException("Cannot find column '" + column + "' in table " + name);
  }
}
