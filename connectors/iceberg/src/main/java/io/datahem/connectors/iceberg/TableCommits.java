package io.datahem.connectors.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.util.concurrent.MoreExecutors;
import io.datahem.connectors.iceberg.GuardedOperations.TokenKnownException;
import io.datahem.pipeline.Warehouse.WrittenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestWriter;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.jspecify.annotations.Nullable;

/** The commits of one session to one table, one at a time. Thread-safe. */
final class TableCommits {
  /**
   * Iceberg waits for a pool's tasks in steps of ten milliseconds, three times a commit: a small
   * commit is made before the first is over.
   */
  static final ExecutorService ON_THIS_THREAD = MoreExecutors.newDirectExecutorService();

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Table table;
  private @Nullable ParquetLayout<Record> layout;

  TableCommits(Table table) {
    this.table = table;
  }

  /** The table as this session's commits see it: never a stale state, and never read twice. */
  Table table() {
    return table;
  }

  /**
   * Commits what the table does not have yet.
   *
   * @param job the number of the job that commits
   */
  synchronized void commit(long job, Map<String, List<WrittenFile>> byToken) {
    boolean done = false;
    while (!done) {
      try {
        append(job, byToken);
        done = true;
      } catch (TokenKnownException e) {
        table.refresh();
      }
    }
  }

  private void append(long job, Map<String, List<WrittenFile>> byToken) {
    TableOperations operations = ((HasTableOperations) table).operations();
    Set<String> known = GuardedOperations.known(operations.refresh());
    Map<String, List<WrittenFile>> missing = new LinkedHashMap<>(byToken);
    missing.keySet().removeAll(known);
    if (missing.isEmpty()) {
      return;
    }
    TableOperations guarded =
        new GuardedOperations(operations, GuardedOperations.bringing(missing.keySet(), job));
    AppendFiles append = new BaseTable(guarded, table.name()).newAppend();
    List<ManifestFile> manifests = manifests(operations, missing.values());
    manifests.forEach(append::appendManifest);
    append.scanManifestsWith(ON_THIS_THREAD);
    append.set(GuardedOperations.JOB_PROPERTY, Long.toString(job));
    append.set(GuardedOperations.TOKENS_PROPERTY, String.join(",", missing.keySet()));
    try {
      append.commit();
    } catch (CommitStateUnknownException e) {
      throw e;
    } catch (RuntimeException e) {
      manifests.forEach(manifest -> operations.io().deleteFile(manifest.path()));
      throw e;
    }
  }

  /**
   * Iceberg's own way of writing these is another task for its pool, behind whatever else waits
   * there.
   */
  private List<ManifestFile> manifests(
      TableOperations operations, Collection<List<WrittenFile>> parts) {
    Map<Integer, ManifestWriter<DataFile>> writers = new LinkedHashMap<>();
    for (List<WrittenFile> files : parts) {
      for (WrittenFile written : files) {
        DataFile file = dataFile(written);
        writers.computeIfAbsent(file.specId(), spec -> writer(operations, spec)).add(file);
      }
    }
    List<ManifestFile> manifests = new ArrayList<>();
    try {
      for (ManifestWriter<DataFile> writer : writers.values()) {
        writer.close();
        manifests.add(writer.toManifestFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return manifests;
  }

  private static ManifestWriter<DataFile> writer(TableOperations operations, int specId) {
    TableMetadata state = operations.current();
    String name = FileFormat.AVRO.addExtension(UUID.randomUUID() + "-parts");
    return ManifestFiles.write(
        state.formatVersion(),
        state.spec(specId),
        operations.io().newOutputFile(operations.metadataFileLocation(name)),
        null);
  }

  private DataFile dataFile(WrittenFile file) {
    try {
      return (DataFile) ContentFileParser.fromJson(JSON.readTree(file.descriptor()), table.specs());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read the descriptor of " + file.path(), e);
    }
  }

  /** How merged files are laid out; kept, for what one file finds out about dictionaries. */
  synchronized ParquetLayout<Record> mergedLayout(Table now) {
    ParquetLayout<Record> known = layout;
    if (known == null || !known.fits(now)) {
      known = ParquetLayout.ofRecords(now);
      layout = known;
    }
    return known;
  }

  /** Runs a commit of somebody else's while none of these is made. */
  synchronized void exclusively(Consumer<Table> commit) {
    commit.accept(table);
  }
}
