package io.datahem.benchmarks;

import io.datahem.app.demo.ShopEvents;
import io.datahem.app.demo.ShopEvents.ShopEvent;
import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.contracts.decode.Decoding;
import io.datahem.contracts.decode.EventDecoder;
import io.datahem.contracts.decode.EventDecoders;
import io.datahem.contracts.table.TablePlan;
import io.datahem.contracts.table.TablePlans;
import io.datahem.pipeline.Warehouse;
import io.datahem.pipeline.Warehouse.WrittenFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.jspecify.annotations.Nullable;

/**
 * What many streams cost beside their events: a file of few rows, and a commit of few files. One
 * thread, so that its CPU time says it. And whether that and the planning of a query stay flat:
 * 86,400 commits are a day of one a second.
 *
 * <p>Arguments: the repository's root, rows a file, files a commit, commits.
 */
public final class SmallCommits {
  private static final int REPORTS = 10;
  private static final int FILES_UNTIL_MAINTAINED = 32;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final IcebergWarehouse warehouse;
  private final Warehouse.Session session;
  private final Warehouse.Table table;
  private final List<@Nullable Object[]> rows;
  private int next;
  private long writing;
  private long committing;
  private long maintaining;
  private long elapsed;

  private SmallCommits(
      IcebergWarehouse warehouse,
      Warehouse.Session session,
      Warehouse.Table table,
      List<@Nullable Object[]> rows) {
    this.warehouse = warehouse;
    this.session = session;
    this.table = table;
    this.rows = rows;
  }

  public static void main(String[] arguments) throws Exception {
    int rowsPerFile = Integer.parseInt(arguments[1]);
    int files = Integer.parseInt(arguments[2]);
    int commits = Integer.parseInt(arguments[3]);
    var contract = ExampleContracts.of(arguments).of(Shape.TRUCK);
    EventDecoder decoder = EventDecoders.compile(contract);
    TablePlan plan = TablePlans.of(contract);
    List<@Nullable Object[]> rows = new ArrayList<>();
    ShopEvents shop = new ShopEvents(1, Instant.parse("2026-01-01T00:00:00Z"));
    for (ShopEvent event : shop.truckTemperatures(10_000)) {
      byte[] json = event.json().getBytes(StandardCharsets.UTF_8);
      if (decoder.decode(json, Map.of()) instanceof Decoding.Decoded decoded) {
        @Nullable Object[] row = decoded.row();
        rows.add(row);
      }
    }
    IcebergWarehouse warehouse = IcebergWarehouse.under(Files.createTempDirectory("datahem-bench"));
    try (Warehouse.Session session = warehouse.open()) {
      new SmallCommits(warehouse, session, session.prepare(plan), rows)
          .run(rowsPerFile, files, commits);
    }
  }

  private void run(int rowsPerFile, int files, int commits) throws IOException {
    for (int report = 0; report < REPORTS; report++) {
      writing = 0;
      committing = 0;
      maintaining = 0;
      elapsed = 0;
      int count = commits / REPORTS;
      for (int i = 0; i < count; i++) {
        commit(rowsPerFile, files, report * count + i);
      }
      System.out.printf(
          "%,d commits: %.2f ms of CPU a file, %.2f ms a commit (%.2f ms to wait for), %.2f ms of"
              + " maintenance a commit; %s%n",
          (report + 1) * count,
          writing / 1e6 / count / files,
          committing / 1e6 / count,
          elapsed / 1e6 / count,
          maintaining / 1e6 / count,
          planning());
    }
  }

  /** As a query begins: the table is loaded anew, and its files are asked for. */
  private String planning() throws IOException {
    JdbcCatalog catalog = warehouse.openCatalog();
    try {
      long begun = System.nanoTime();
      Table loaded = catalog.loadTable(TableIdentifier.parse(table.plan().name()));
      int live = 0;
      try (CloseableIterable<FileScanTask> tasks = loaded.newScan().planFiles()) {
        for (FileScanTask unused : tasks) {
          live++;
        }
      }
      return "%.1f ms to plan %d files".formatted((System.nanoTime() - begun) / 1e6, live);
    } finally {
      catalog.close();
    }
  }

  private void commit(int rowsPerFile, int files, int number) {
    long begun = THREADS.getCurrentThreadCpuTime();
    Map<String, List<WrittenFile>> parts = new LinkedHashMap<>();
    for (int file = 0; file < files; file++) {
      Warehouse.DataFile open = session.create(table);
      for (int row = 0; row < rowsPerFile; row++) {
        open.append(rows.get(next++ % rows.size()));
      }
      parts.put(file + ":" + (long) number * rowsPerFile, open.close());
    }
    long written = THREADS.getCurrentThreadCpuTime();
    long wall = System.nanoTime();
    session.commit(table.plan().name(), 1, parts);
    elapsed += System.nanoTime() - wall;
    long committed = THREADS.getCurrentThreadCpuTime();
    if (number % (FILES_UNTIL_MAINTAINED / files) == 0) {
      session.maintain(table.plan().name());
    }
    maintaining += THREADS.getCurrentThreadCpuTime() - committed;
    committing += committed - written;
    writing += written - begun;
  }
}
