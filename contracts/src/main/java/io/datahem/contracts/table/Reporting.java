package io.datahem.contracts.table;

import java.util.List;

/**
 * A table beside a stream's own that has one row for each object, its newest.
 *
 * @param partitioning how it is partitioned
 * @param clustering names of the columns its files are sorted by; empty: the object's key
 * @param everyMinutes how long at least from one merge to the next
 */
public record Reporting(Partitioning partitioning, List<String> clustering, int everyMinutes) {

  public Reporting {
    clustering = List.copyOf(clustering);
  }
}
