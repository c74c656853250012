package io.datahem.connectors.iceberg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;

/**
 * Merges a table's small files ({@link SmallFiles} says which). No row changes: rows are read by
 * the table's schema, as any reader would see them, and written again. The commit replaces exactly
 * the files that were read, or nothing when somebody else has replaced one of them.
 */
final class Compaction {
  private final Table table;
  private final TableCommits commits;
  private final ReplacedFiles replaced;
  private final ParquetLayout<Record> layout;

  private record Merge(List<DataFile> from, DataFile to) {}

  /**
   * A compaction of a table.
   *
   * @param table a view of its own, read and refreshed by nobody else
   * @param commits whose commits this one must not race
   * @param replaced takes note of what is replaced
   */
  Compaction(Table table, TableCommits commits, ReplacedFiles replaced) {
    this.table = table;
    this.commits = commits;
    this.replaced = replaced;
    this.layout = commits.mergedLayout(table);
  }

  /**
   * Merges what is worth it.
   *
   * @return how many files were replaced
   */
  int run() throws IOException {
    Snapshot snapshot = table.currentSnapshot();
    if (snapshot == null) {
      return 0;
    }
    List<Merge> merges = new ArrayList<>();
    boolean committed = false;
    try {
      for (List<DataFile> group : groups(snapshot)) {
        merges.add(new Merge(group, merge(group)));
      }
      if (!merges.isEmpty()) {
        commits.exclusively(current -> replace(current, snapshot, merges));
      }
      committed = true;
    } catch (ValidationException e) {
      // Another session has merged the same files: its result is as good.
      return 0;
    } finally {
      if (!committed) {
        merges.forEach(merge -> table.io().deleteFile(merge.to().location()));
      }
    }
    return merges.stream().mapToInt(merge -> merge.from().size()).sum();
  }

  private List<List<DataFile>> groups(Snapshot snapshot) throws IOException {
    SmallFiles small = new SmallFiles(table);
    try (CloseableIterable<FileScanTask> tasks =
        table
            .newScan()
            .planWith(TableCommits.ON_THIS_THREAD)
            .useSnapshot(snapshot.snapshotId())
            .planFiles()) {
      for (FileScanTask task : tasks) {
        if (task.deletes().isEmpty()) {
          small.add(task.file());
        }
      }
    }
    return small.groups();
  }

  private DataFile merge(List<DataFile> files) throws IOException {
    DataFile like = files.get(0);
    PartitionSpec spec = SmallFiles.specOf(table, like);
    String name = UUID.randomUUID() + ".parquet";
    String path =
        spec.isPartitioned()
            ? table.locationProvider().newDataLocation(spec, like.partition(), name)
            : table.locationProvider().newDataLocation(name);
    boolean written = false;
    try {
      DataWriter<Record> writer =
          new DataWriter<>(
              layout.open(table.io().newOutputFile(path)),
              FileFormat.PARQUET,
              path,
              spec,
              spec.isPartitioned() ? like.partition() : null,
              null);
      try (writer) {
        for (DataFile file : files) {
          copy(file, writer);
        }
      }
      written = true;
      return writer.toDataFile();
    } finally {
      if (!written) {
        table.io().deleteFile(path);
      }
    }
  }

  private void copy(DataFile file, DataWriter<Record> writer) throws IOException {
    Schema schema = table.schema();
    try (CloseableIterable<Record> rows =
        Parquet.read(table.io().newInputFile(file.location()))
            .project(schema)
            .createReaderFunc(columns -> GenericParquetReaders.buildReader(schema, columns))
            .reuseContainers()
            .build()) {
      rows.forEach(writer::write);
    }
  }

  private void replace(Table current, Snapshot snapshot, List<Merge> merges) {
    RewriteFiles rewrite = current.newRewrite().validateFromSnapshot(snapshot.snapshotId());
    rewrite.scanManifestsWith(TableCommits.ON_THIS_THREAD);
    for (Merge merge : merges) {
      merge.from().forEach(rewrite::deleteFile);
      rewrite.addFile(merge.to());
    }
    rewrite.commit();
    Snapshot made = current.currentSnapshot();
    replaced.merged(
        made.snapshotId(),
        made.sequenceNumber(),
        merges.stream().flatMap(merge -> merge.from().stream()).map(DataFile::location).toList());
  }
}
