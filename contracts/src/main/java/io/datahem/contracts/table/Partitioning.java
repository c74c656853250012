package io.datahem.contracts.table;

/**
 * How a table is partitioned.
 *
 * @param column the top-level column's name
 * @param unit what one partition holds
 */
public record Partitioning(String column, Unit unit) {

  /** A partition for each day of arrival: what a table has unless its contract says otherwise. */
  public static final Partitioning DAILY_BY_ARRIVAL = new Partitioning("_time", Unit.DAY);

  /** What one partition holds. */
  public enum Unit {
    HOUR,
    DAY,
    MONTH,
    YEAR,
    /** Each distinct value. */
    VALUE
  }
}
