package io.datahem.connectors.iceberg;

import static java.util.Objects.requireNonNull;

import io.datahem.connectors.iceberg.parquet.JoinedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.parquet.ParquetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Merges a table's small files ({@link SmallFiles} says which). No row changes: of files that are
 * laid out as the table's are now, the columns are copied one after the other, and of large ones
 * the row groups as they are; of others rows are read by the table's schema, as any reader would
 * see them, and written again. The commit replaces exactly the files that were read, or nothing
 * when somebody else has replaced one of them.
 */
final class Compaction {
  /** Row groups of a few megabytes are as quick to scan as large ones. */
  static final long JOINED_FROM_BYTES = 4L << 20;

  /** So are those of as many rows, however well they are compressed; on average of a merge. */
  static final long JOINED_FROM_ROWS = 1 << 15;

  private final Table table;
  private final TableCommits commits;
  private final ReplacedFiles replaced;
  private final ParquetLayout<Record> layout;
  private final long joinedFromBytes;

  private record Merge(List<DataFile> from, DataFile to) {}

  /** Where a merged file goes: into the partition of one that it is made of. */
  private record Place(String path, PartitionSpec spec, DataFile like) {
    DataFile file(long bytes, List<Long> rowGroupOffsets, Metrics metrics) {
      return DataFiles.builder(spec)
          .withPath(path)
          .withFormat(FileFormat.PARQUET)
          .withPartition(like.partition())
          .withFileSizeInBytes(bytes)
          .withSplitOffsets(rowGroupOffsets)
          .withMetrics(metrics)
          .build();
    }
  }

  /**
   * A compaction of a table.
   *
   * @param table a view of its own, read and refreshed by nobody else
   * @param commits whose commits this one must not race
   * @param replaced takes note of what is replaced
   */
  Compaction(Table table, TableCommits commits, ReplacedFiles replaced) {
    this(table, commits, replaced, JOINED_FROM_BYTES);
  }

  /** The same; files of so many bytes have their row groups copied. */
  Compaction(Table table, TableCommits commits, ReplacedFiles replaced, long joinedFromBytes) {
    this.table = table;
    this.commits = commits;
    this.replaced = replaced;
    this.layout = commits.mergedLayout(table);
    this.joinedFromBytes = joinedFromBytes;
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
    Place place = new Place(path, spec, like);
    boolean large = areLarge(files);
    DataFile merged = written(place, () -> large ? joined(files, place) : copied(files, place));
    return merged == null ? requireNonNull(written(place, () -> rewritten(files, place))) : merged;
  }

  private boolean areLarge(List<DataFile> files) {
    long rows = files.stream().mapToLong(DataFile::recordCount).sum();
    return rows >= JOINED_FROM_ROWS * files.size()
        || files.stream().allMatch(file -> file.fileSizeInBytes() >= joinedFromBytes);
  }

  /** A way to merge; null when the files are not laid out as the table's files are now. */
  private interface Way {
    @Nullable DataFile write() throws IOException;
  }

  /** Leaves nothing of a file that was not written to its end. */
  private @Nullable DataFile written(Place place, Way way) throws IOException {
    DataFile file = null;
    try {
      file = way.write();
      return file;
    } finally {
      if (file == null) {
        table.io().deleteFile(place.path);
      }
    }
  }

  private @Nullable DataFile joined(List<DataFile> files, Place place) throws IOException {
    List<InputFile> from =
        files.stream().map(file -> table.io().newInputFile(file.location())).toList();
    JoinedFile joined = layout.join(from, table.io().newOutputFile(place.path));
    if (joined == null) {
      return null;
    }
    Metrics metrics =
        ParquetUtil.footerMetrics(joined.footer(), Stream.empty(), MetricsConfig.forTable(table));
    return place.file(joined.bytes(), joined.rowGroupOffsets(), metrics);
  }

  /** Column by column. */
  private @Nullable DataFile copied(List<DataFile> files, Place place) throws IOException {
    RowFile<Record> to = layout.open(table.io().newOutputFile(place.path));
    try (to) {
      for (DataFile file : files) {
        if (!to.addAll(table.io().newInputFile(file.location()))) {
          return null;
        }
      }
    }
    return place.file(to.length(), to.splitOffsets(), to.metrics());
  }

  private DataFile rewritten(List<DataFile> files, Place place) throws IOException {
    RowFile<Record> to = layout.open(table.io().newOutputFile(place.path));
    try (to) {
      for (DataFile file : files) {
        copy(file, to);
      }
    }
    return place.file(to.length(), to.splitOffsets(), to.metrics());
  }

  private void copy(DataFile file, RowFile<Record> to) throws IOException {
    Schema schema = table.schema();
    try (CloseableIterable<Record> rows =
        Parquet.read(table.io().newInputFile(file.location()))
            .project(schema)
            .createReaderFunc(columns -> GenericParquetReaders.buildReader(schema, columns))
            .reuseContainers()
            .build()) {
      rows.forEach(to::add);
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
