package io.datahem.connectors.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.util.concurrent.MoreExecutors;
import io.datahem.connectors.iceberg.GuardedOperations.TokenKnownException;
import io.datahem.pipeline.Warehouse.WrittenFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableOperations;

/** The commits of one session to one table, one at a time. Thread-safe. */
final class TableCommits {
  /**
   * Iceberg waits for a pool's tasks in steps of ten milliseconds, three times a commit: a small
   * commit is made before the first is over.
   */
  static final ExecutorService ON_THIS_THREAD = MoreExecutors.newDirectExecutorService();

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Table table;

  TableCommits(Table table) {
    this.table = table;
  }

  synchronized void commit(Map<String, List<WrittenFile>> byToken) {
    boolean done = false;
    while (!done) {
      try {
        append(byToken);
        done = true;
      } catch (TokenKnownException e) {
        table.refresh();
      }
    }
  }

  private void append(Map<String, List<WrittenFile>> byToken) {
    TableOperations operations = ((HasTableOperations) table).operations();
    Set<String> known = GuardedOperations.known(operations.refresh());
    Map<String, List<WrittenFile>> missing = new LinkedHashMap<>(byToken);
    missing.keySet().removeAll(known);
    if (missing.isEmpty()) {
      return;
    }
    TableOperations guarded = new GuardedOperations(operations, missing.keySet());
    AppendFiles append = new BaseTable(guarded, table.name()).newAppend();
    for (List<WrittenFile> files : missing.values()) {
      files.forEach(file -> append.appendFile(dataFile(file)));
    }
    append.scanManifestsWith(ON_THIS_THREAD);
    append.set(GuardedOperations.TOKENS_PROPERTY, String.join(",", missing.keySet()));
    append.commit();
  }

  private DataFile dataFile(WrittenFile file) {
    try {
      return (DataFile) ContentFileParser.fromJson(JSON.readTree(file.descriptor()), table.specs());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read the descriptor of " + file.path(), e);
    }
  }

  /** Runs a commit of somebody else's while none of these is made. */
  synchronized void exclusively(Runnable commit) {
    commit.run();
  }
}
