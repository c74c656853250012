package io.datahem.connectors.iceberg;

import io.datahem.connectors.iceberg.ReportingState.Definition;
import io.datahem.contracts.table.Partitioning;
import io.datahem.contracts.table.Reporting;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;

/**
 * Makes a reporting table's columns those of the stream's table, field ids included: whatever
 * becomes of a column there has become of it here, and rows are written as they are read.
 */
final class ReportingTable {

  /**
   * Evolves the table, when there is something to evolve.
   *
   * @param operations the reporting table's
   * @param staging the state of the stream's table
   * @param clustering field ids of the columns that files are sorted by
   * @param check is asked before a commit
   */
  static void evolve(
      TableOperations operations,
      TableMetadata staging,
      Reporting reporting,
      List<Integer> clustering,
      Consumer<TableMetadata> check) {
    TableMetadata base = operations.refresh();
    TableMetadata.Builder builder = TableMetadata.buildFrom(base);
    Schema schema = staging.schema();
    boolean same = base.schema().sameSchema(schema);
    if (!same) {
      builder.setCurrentSchema(schema, Math.max(base.lastColumnId(), staging.lastColumnId()));
    }
    PartitionSpec spec = spec(schema, reporting.partitioning());
    if (!same || !base.spec().compatibleWith(spec)) {
      builder.setDefaultPartitionSpec(spec);
    }
    SortOrder order = sortOrder(schema, clustering);
    if (!same || !base.sortOrder().sameOrder(order)) {
      builder.setDefaultSortOrder(order);
    }
    // Ids are the same, so are the tags by them.
    String tags = staging.property(ColumnTags.NAME, ColumnTags.NONE);
    if (!tags.equals(base.property(ColumnTags.NAME, ColumnTags.NONE))) {
      builder.setProperties(Map.of(ColumnTags.NAME, tags));
    }
    TableMetadata evolved = builder.build();
    if (!evolved.changes().isEmpty()) {
      new GuardedOperations(operations, check).commit(base, evolved);
    }
  }

  /** How rows fall into partitions. */
  static PartitionSpec spec(Schema schema, Partitioning partitioning) {
    PartitionSpec.Builder builder = PartitionSpec.builderFor(schema);
    String column = partitioning.column();
    return switch (partitioning.unit()) {
      case HOUR -> builder.hour(column).build();
      case DAY -> builder.day(column).build();
      case MONTH -> builder.month(column).build();
      case YEAR -> builder.year(column).build();
      case VALUE -> builder.identity(column).build();
    };
  }

  private static SortOrder sortOrder(Schema schema, List<Integer> clustering) {
    SortOrder.Builder builder = SortOrder.builderFor(schema);
    clustering.forEach(id -> builder.asc(schema.findColumnName(id)));
    return builder.build();
  }

  /** What files are sorted by: the object's key unless the contract says otherwise. */
  static List<Integer> clustering(Schema schema, Definition definition, Reporting reporting) {
    return reporting.clustering().isEmpty()
        ? definition.keys()
        : reporting.clustering().stream().map(name -> Definition.id(schema, name)).toList();
  }

  private ReportingTable() {}
}
