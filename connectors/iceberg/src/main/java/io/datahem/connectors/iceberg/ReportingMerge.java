package io.datahem.connectors.iceberg;

import io.datahem.connectors.iceberg.ReportingState.Definition;
import io.datahem.contracts.table.SystemColumns;
import io.datahem.pipeline.WarehouseException;
import io.datahem.pipeline.WarehouseException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.util.StructLikeWrapper;

/**
 * Brings the rows of a range of positions into a reporting table. First the keys alone are read:
 * the newest change of each object in the range; then those of the table, which tells which of them
 * are outdone and by which; then the files that hold such rows are written again without them, with
 * the new ones. Files whose objects did not change are left alone.
 *
 * <p>The result does not depend on which rows were merged together, nor in which order, nor whether
 * some were merged before: of each object the newest stays. So a merge that is repeated is
 * harmless.
 *
 * <p>Of an object that is gone a row stays, with its key and times alone: an older change that
 * comes late must not bring it back.
 */
final class ReportingMerge {
  /** A partition's files of fewer rows are written again when it gets new rows. */
  static final int SMALL_ROWS = ReportingFiles.MAX_ROWS / 2;

  private final Table staging;
  private final Table reporting;
  private final Definition definition;
  private final List<Integer> clustering;
  private final NewestChanges newest;
  private final List<DataFile> files = new ArrayList<>();
  private final Set<DataFile> replaced = new HashSet<>();

  /**
   * A merge.
   *
   * @param staging a view of the stream's table, read by nobody else
   * @param reporting one of the reporting table, of the same columns
   * @param clustering field ids of the columns that files are sorted by
   * @param maxObjects of how many objects there may be changes
   */
  ReportingMerge(
      Table staging,
      Table reporting,
      Definition definition,
      List<Integer> clustering,
      int maxObjects) {
    this.staging = staging;
    this.reporting = reporting;
    this.definition = definition;
    this.clustering = clustering;
    this.newest = new NewestChanges(maxObjects);
  }

  /** What became of a range. */
  enum Outcome {
    /** The rows are in files, to be committed. */
    MERGED,
    /** There are none. */
    NOTHING,
    /** They are of too many objects: nothing was done. */
    TOO_MUCH
  }

  /**
   * Reads and writes, and commits nothing.
   *
   * @param anew true when what the table holds is of no use
   */
  Outcome run(StagedRange range, boolean anew) throws IOException {
    List<DataFile> changed = changedFiles(range);
    if (!collect(changed, range)) {
      return Outcome.TOO_MUCH;
    }
    readFiles();
    if (newest.isEmpty() && !(anew && !files.isEmpty())) {
      return Outcome.NOTHING;
    }
    if (anew) {
      replaced.addAll(files);
      files.clear();
    } else {
      compare();
    }
    return Outcome.MERGED;
  }

  /** Writes what {@link #run} found. */
  ReportingFiles write(StagedRange range) throws IOException {
    ReportingFiles to = new ReportingFiles(reporting, clustering);
    boolean written = false;
    try {
      addChanges(changedFiles(range), range, to);
      for (Map.Entry<StructLikeWrapper, List<DataFile>> each : rewritten(to).entrySet()) {
        for (DataFile file : each.getValue()) {
          copy(file, to);
        }
        to.finish(each.getKey());
      }
      for (StructLikeWrapper left : to.unfinished()) {
        to.finish(left);
      }
      written = true;
      return to;
    } finally {
      if (!written) {
        to.abort();
      }
    }
  }

  /** Says to a commit what it replaces by what. */
  void replace(OverwriteFiles overwrite, ReportingFiles by) {
    replaced.forEach(overwrite::deleteFile);
    by.written().forEach(overwrite::addFile);
  }

  private List<DataFile> changedFiles(StagedRange range) throws IOException {
    return files(staging, range.expression());
  }

  private static List<DataFile> files(Table table, Expression where) throws IOException {
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().filter(where).planWith(TableCommits.ON_THIS_THREAD).planFiles()) {
      tasks.forEach(task -> files.add(task.file()));
    }
    return files;
  }

  private boolean collect(List<DataFile> changed, StagedRange range) throws IOException {
    Schema schema = ObjectReader.schema(staging.schema(), definition);
    ObjectReader reader = new ObjectReader(schema, definition);
    for (DataFile file : changed) {
      try (CloseableIterable<Record> rows = read(staging, file, schema, true)) {
        for (Record row : rows) {
          ObjectChange change = reader.read(row);
          if (range.contains(change.partition, change.offset) && !newest.add(change)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private void readFiles() throws IOException {
    if (reporting.currentSnapshot() != null) {
      files.addAll(files(reporting, Expressions.alwaysTrue()));
    }
  }

  private void compare() throws IOException {
    Schema schema = ObjectReader.schema(reporting.schema(), definition);
    ObjectReader reader = new ObjectReader(schema, definition);
    for (DataFile file : files) {
      try (CloseableIterable<Record> rows = read(reporting, file, schema, true)) {
        for (Record row : rows) {
          if (newest.outdoes(reader.read(row))) {
            replaced.add(file);
          }
        }
      }
    }
  }

  private void addChanges(List<DataFile> changed, StagedRange range, ReportingFiles to)
      throws IOException {
    Schema schema = staging.schema();
    ObjectReader reader = new ObjectReader(schema, definition);
    for (DataFile file : changed) {
      try (CloseableIterable<Record> rows = read(staging, file, schema, false)) {
        for (Record row : rows) {
          ObjectChange change = reader.read(row);
          if (range.contains(change.partition, change.offset) && newest.isNewest(change)) {
            if (change.deleted) {
              strip(row, schema);
            }
            to.add(row);
          }
        }
      }
    }
  }

  /** Leaves what says that an object is gone, and since when. */
  private void strip(Record row, Schema schema) {
    Set<Integer> kept = ObjectReader.ids(schema, definition);
    kept.add(Definition.id(schema, SystemColumns.ID));
    kept.add(Definition.id(schema, SystemColumns.CONTRACT));
    for (int i = 0; i < schema.columns().size(); i++) {
      if (!holds(schema.columns().get(i), kept)) {
        row.set(i, null);
      }
    }
  }

  private static boolean holds(NestedField column, Set<Integer> ids) {
    if (ids.contains(column.fieldId())) {
      return true;
    }
    return column.type().isStructType()
        && column.type().asStructType().fields().stream().anyMatch(field -> holds(field, ids));
  }

  /** The files to write again, by partition: with rows that go, and small ones that get company. */
  private Map<StructLikeWrapper, List<DataFile>> rewritten(ReportingFiles to) {
    StructLikeWrapper partitions = StructLikeWrapper.forType(reporting.spec().partitionType());
    Map<StructLikeWrapper, List<DataFile>> byPartition = new LinkedHashMap<>();
    to.unfinished().forEach(partition -> byPartition.put(partition, new ArrayList<>()));
    for (DataFile file : files) {
      StructLikeWrapper of = partitions.copyFor(file.partition());
      if (file.recordCount() < SMALL_ROWS && byPartition.containsKey(of)) {
        replaced.add(file);
      }
      if (replaced.contains(file)) {
        byPartition.computeIfAbsent(of, partition -> new ArrayList<>()).add(file);
      }
    }
    return byPartition;
  }

  private void copy(DataFile file, ReportingFiles to) throws IOException {
    ObjectReader reader = new ObjectReader(reporting.schema(), definition);
    try (CloseableIterable<Record> rows = read(reporting, file, reporting.schema(), false)) {
      for (Record row : rows) {
        if (!newest.outdoes(reader.read(row))) {
          to.add(row);
        }
      }
    }
  }

  private static CloseableIterable<Record> read(
      Table table, DataFile file, Schema schema, boolean reused) {
    if (Thread.currentThread().isInterrupted()) {
      throw new WarehouseException(
          Reason.WAREHOUSE_UNAVAILABLE, "Cannot merge " + table.name() + ": interrupted");
    }
    Parquet.ReadBuilder builder =
        Parquet.read(table.io().newInputFile(file.location()))
            .project(schema)
            .createReaderFunc(columns -> GenericParquetReaders.buildReader(schema, columns));
    return (reused ? builder.reuseContainers() : builder).build();
  }
}
