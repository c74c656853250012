package io.datahem.connectors.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.contracts.table.CurrentState;
import io.datahem.contracts.table.Reporting;
import io.datahem.pipeline.WarehouseException;
import io.datahem.pipeline.WarehouseException.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types.NestedField;

/**
 * What a snapshot of a reporting table holds: the newest row of each object among the rows of the
 * stream's table below some positions. It stands in the snapshot's summary, so that it changes with
 * the rows or not at all.
 *
 * @param definition what was held to be an object, and the newest of its rows
 * @param ends one past the last position merged, by log partition
 */
public record ReportingState(Definition definition, Map<Integer, Long> ends) {
  /** The namespace of reporting tables: each has the name of its stream's table. */
  public static final String NAMESPACE = "reporting";

  static final String PROPERTY = "datahem.reporting";

  private static final ObjectMapper JSON = new ObjectMapper();

  public ReportingState {
    ends = Map.copyOf(ends);
  }

  /**
   * Of columns their field ids, which a renamed one keeps.
   *
   * @param time 0 when only the time of collection is known
   * @param deleted 0 when no row says that its object is gone
   * @param partition the column that the table is partitioned by
   * @param unit what one partition holds
   */
  public record Definition(
      List<Integer> keys, int time, int deleted, String deletedValue, int partition, String unit) {

    public Definition {
      keys = List.copyOf(keys);
    }

    /**
     * By the present names of a table's columns.
     *
     * @throws WarehouseException when one is not there: the table is being changed
     */
    public static Definition of(Schema schema, CurrentState current, Reporting reporting) {
      return new Definition(
          current.keys().stream().map(key -> id(schema, key)).toList(),
          current.time().isEmpty() ? 0 : id(schema, current.time()),
          current.deletedColumn().isEmpty() ? 0 : id(schema, current.deletedColumn()),
          current.deletedValue(),
          id(schema, reporting.partitioning().column()),
          reporting.partitioning().unit().name());
    }

    static int id(Schema schema, String column) {
      NestedField field = schema.findField(column);
      if (field == null) {
        throw new WarehouseException(
            Reason.WAREHOUSE_UNAVAILABLE,
            "Cannot find column '" + column + "': the table is being changed. Try again.");
      }
      return field.fieldId();
    }
  }

  /** The reporting table of a stream's table. */
  public static TableIdentifier table(TableIdentifier staging) {
    return TableIdentifier.of(NAMESPACE, staging.name());
  }

  /** What a snapshot holds; empty when there is none. */
  public static Optional<ReportingState> of(Snapshot snapshot) {
    String text = snapshot == null ? null : snapshot.summary().get(PROPERTY);
    try {
      return text == null
          ? Optional.empty()
          : Optional.of(JSON.readValue(text, ReportingState.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read " + PROPERTY + " of a snapshot", e);
    }
  }

  String json() {
    try {
      return JSON.writeValueAsString(new ReportingState(definition, new TreeMap<>(ends)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
