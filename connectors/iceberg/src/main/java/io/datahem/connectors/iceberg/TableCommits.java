package io.datahem.connectors.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.connectors.iceberg.GuardedOperations.TokenKnownException;
import io.datahem.pipeline.Warehouse.WrittenFile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableOperations;

/**
 * The commits of one session to one table, one at a time. Old snapshots are let go every now and
 * then.
 */
final class TableCommits {
  /** A table keeps the tokens of at least so many commits. */
  private static final int MIN_SNAPSHOTS = 100;

  private static final int COMMITS_BETWEEN_EXPIRIES = 100;
  private static final Duration MIN_SNAPSHOT_AGE = Duration.ofMinutes(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Table table;
  private int sinceExpiry;

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
    if (++sinceExpiry >= COMMITS_BETWEEN_EXPIRIES) {
      sinceExpiry = 0;
      expireSnapshots();
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

  private void expireSnapshots() {
    table.refresh();
    table
        .expireSnapshots()
        .retainLast(MIN_SNAPSHOTS)
        .expireOlderThan(System.currentTimeMillis() - MIN_SNAPSHOT_AGE.toMillis())
        .commit();
  }
}
