package io.datahem.connectors.iceberg;

import io.datahem.contracts.table.CurrentState;
import io.datahem.contracts.table.TablePlan;
import io.datahem.pipeline.FencedException;
import io.datahem.pipeline.Warehouse;
import io.datahem.pipeline.Warehouse.WrittenFile;
import io.datahem.pipeline.WarehouseException;
import io.datahem.pipeline.WarehouseException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker's session with the tables. Thread-safe. */
final class IcebergSession implements Warehouse.Session {
  private static final int MAX_PREPARE_TRIES = 10;
  private static final Map<String, String> PROPERTIES =
      Map.of(
          TableProperties.FORMAT_VERSION,
          "2",
          TableProperties.PARQUET_COMPRESSION,
          "zstd",
          // Said to all who write to the table; higher levels cost more than they save.
          TableProperties.PARQUET_COMPRESSION_LEVEL,
          "1",
          TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED,
          "true",
          TableProperties.METADATA_PREVIOUS_VERSIONS_MAX,
          "20",
          // Small commits: each reads and writes a list of all manifests.
          TableProperties.MANIFEST_MIN_MERGE_COUNT,
          "20",
          // Commits of several sessions, and of maintenance beside them, are quick to try again.
          TableProperties.COMMIT_NUM_RETRIES,
          "20",
          TableProperties.COMMIT_MIN_RETRY_WAIT_MS,
          "10");

  private static final Logger LOG = LoggerFactory.getLogger(IcebergSession.class);

  private final Path tables;
  private final JdbcCatalog catalog;
  private final CatalogPointers pointers;
  private final Pattern tags;
  private final Map<String, TableCommits> commits = new ConcurrentHashMap<>();
  private final Map<String, ReplacedFiles> replaced = new ConcurrentHashMap<>();

  /**
   * A session.
   *
   * @param tables the directory of all tables' files
   * @param tags the policy tags that are put on columns
   */
  IcebergSession(JdbcCatalog catalog, CatalogPointers pointers, Path tables, Pattern tags) {
    this.tags = tags;
    this.tables = tables;
    this.catalog = catalog;
    this.pointers = pointers;
  }

  @Override
  public Warehouse.Table prepare(TablePlan plan) {
    try {
      return prepareOnce(plan);
    } catch (WarehouseException e) {
      throw e;
    } catch (RuntimeException e) {
      throw unavailable("prepare table " + plan.name(), e);
    }
  }

  private PreparedTable prepareOnce(TablePlan plan) {
    for (int tries = 1; ; tries++) {
      try {
        Table table = loadOrCreate(plan);
        Evolution.evolve(table, plan, tags);
        table.refresh();
        return PreparedTable.of(plan, table, Map.copyOf(Evolution.readIds(table)));
      } catch (CommitFailedException | AlreadyExistsException e) {
        if (tries == MAX_PREPARE_TRIES) {
          throw e;
        }
      }
    }
  }

  private Table loadOrCreate(TablePlan plan) {
    TableIdentifier name = TableIdentifier.parse(plan.name());
    if (!state(name).exists() && !restored(plan.name(), Optional.empty())) {
      createNamespace(name.namespace());
      Schema schema = IcebergTypes.schema(plan.columns());
      var builder =
          catalog
              .buildTable(name, schema)
              .withPartitionSpec(ReportingTable.spec(schema, plan.partitioning()))
              .withSortOrder(sortOrder(schema, plan.clustering()))
              .withProperties(PROPERTIES);
      if (!plan.description().isEmpty()) {
        builder.withProperty("comment", plan.description());
      }
      builder.create();
    }
    return load(plan.name());
  }

  /** Puts a table back that the catalog has lost, if anything is left of it. */
  private boolean restored(String table, Optional<TableMetadata> last) {
    TableIdentifier name = TableIdentifier.parse(table);
    Path directory =
        tables.resolve(name.namespace().toString().replace('.', '/')).resolve(name.name());
    try {
      createNamespace(name.namespace());
      boolean restored = new LostEntry(catalog, name, new LocalFileIO()).restore(directory, last);
      if (restored) {
        LOG.warn("TABLE_RESTORED Table {} was not in the catalog, and is again.", table);
      }
      return restored;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void createNamespace(Namespace namespace) {
    if (!catalog.namespaceExists(namespace)) {
      try {
        catalog.createNamespace(namespace, Map.of());
      } catch (RuntimeException e) {
        // Another worker was quicker: the catalog says so by whatever its database throws.
        if (!catalog.namespaceExists(namespace)) {
          throw e;
        }
      }
    }
  }

  private static SortOrder sortOrder(Schema schema, List<String> clustering) {
    SortOrder.Builder builder = SortOrder.builderFor(schema);
    clustering.forEach(builder::asc);
    return builder.build();
  }

  @Override
  public Warehouse.DataFile create(Warehouse.Table table) {
    return new FanOutFile((PreparedTable) table);
  }

  @Override
  public Warehouse.DataFile createBeside(
      Warehouse.DataFile other, Warehouse.Table table, Map<String, String> names) {
    return other instanceof FanOutFile own
        ? FanOutFile.beside(own, (PreparedTable) table, names)
        : create(table);
  }

  @Override
  public void commit(String table, long job, Map<String, List<WrittenFile>> byToken) {
    try {
      commitOrRestore(table, job, byToken);
    } catch (RuntimeException e) {
      // Its state may be stale in a way that a refresh does not mend: load it anew next time.
      commits.remove(table);
      throw e instanceof WarehouseException || e instanceof FencedException
          ? e
          : unavailable("commit to table " + table, e);
    }
  }

  private void commitOrRestore(String table, long job, Map<String, List<WrittenFile>> byToken) {
    TableCommits known = commits(table);
    try {
      known.commit(job, byToken);
    } catch (NoSuchTableException e) {
      TableOperations state = ((HasTableOperations) known.table()).operations();
      if (!restored(table, ((TableState) state).lastKnown())) {
        throw e;
      }
      known.commit(job, byToken);
    }
  }

  private TableCommits commits(String table) {
    return commits.computeIfAbsent(table, name -> new TableCommits(load(name)));
  }

  /** A view of a table that nobody else reads. */
  private Table load(String table) {
    return new BaseTable(state(TableIdentifier.parse(table)), table);
  }

  private TableState state(TableIdentifier table) {
    return new TableState(table, pointers, new LocalFileIO());
  }

  @Override
  public void maintain(String table) {
    try {
      ReplacedFiles files = replaced.computeIfAbsent(table, name -> new ReplacedFiles());
      TableCommits known = commits(table);
      new Compaction(load(table), known, files).run();
      new Expiry(known.table(), Expiry.TOKENS, files, monotonicMillis()).run();
    } catch (IOException e) {
      throw unavailable("maintain table " + table, new UncheckedIOException(e));
    } catch (RuntimeException e) {
      throw unavailable("maintain table " + table, e);
    }
  }

  @Override
  public void report(String table, long job, Map<Integer, Long> ends) {
    try {
      Table staging = load(table);
      CurrentState current = CurrentProperty.read(staging).orElse(null);
      if (current != null && current.reporting() != null) {
        Table reporting = reporting(ReportingState.table(TableIdentifier.parse(table)), staging);
        new ReportingRun(staging, reporting, job, NewestChanges.MAX_OBJECTS).run(current, ends);
        ReplacedFiles files =
            replaced.computeIfAbsent(reporting.name(), name -> new ReplacedFiles());
        new Expiry(reporting, Expiry.MERGES, files, monotonicMillis()).run();
      }
    } catch (FencedException | WarehouseException e) {
      throw e;
    } catch (IOException e) {
      throw unavailable("merge table " + table, new UncheckedIOException(e));
    } catch (RuntimeException e) {
      throw unavailable("merge table " + table, e);
    }
  }

  private Table reporting(TableIdentifier name, Table staging) {
    if (!state(name).exists()) {
      createNamespace(name.namespace());
      catalog.buildTable(name, staging.schema()).withProperties(PROPERTIES).create();
    }
    return load(name.toString());
  }

  private static long monotonicMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  @Override
  public int removeOrphans(Set<String> keep, Duration age) {
    long olderThan = System.currentTimeMillis() - age.toMillis();
    int removed = 0;
    try {
      for (Namespace namespace : catalog.listNamespaces()) {
        for (TableIdentifier name : catalog.listTables(namespace)) {
          removed += new OrphanFiles(catalog.loadTable(name), keep).remove(olderThan);
        }
      }
    } catch (IOException e) {
      throw unavailable("remove orphan files", new UncheckedIOException(e));
    } catch (RuntimeException e) {
      throw unavailable("remove orphan files", e);
    }
    return removed;
  }

  @Override
  public void discard(Collection<WrittenFile> files) {
    LocalFileIO io = new LocalFileIO();
    files.forEach(file -> io.deleteFile(file.path()));
  }

  @Override
  public void recentIds(
      String table, int partition, long fromOffset, long sinceMillis, Warehouse.IdTaker taker) {
    try {
      RecentIds.read(load(table), partition, fromOffset, sinceMillis, taker);
    } catch (IOException e) {
      throw unavailable("read ids of table " + table, new UncheckedIOException(e));
    } catch (RuntimeException e) {
      throw unavailable("read ids of table " + table, e);
    }
  }

  private static WarehouseException unavailable(String what, RuntimeException e) {
    return new WarehouseException(
        Reason.WAREHOUSE_UNAVAILABLE, "Cannot " + what + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    catalog.close();
    try {
      pointers.close();
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot close the catalog: " + e.getMessage(), e);
    }
  }
}
