package io.datahem.app.ledger;

import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.connectors.iceberg.SqliteManifestStore;
import io.datahem.connectors.iceberg.sql.SqlEngine;
import io.datahem.pipeline.ManifestStore;
import io.datahem.pipeline.ManifestStore.Account;
import io.datahem.pipeline.ManifestStore.Range;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.jspecify.annotations.Nullable;

/**
 * Proves the books by the tables themselves: below the settled end of each log partition, every
 * position that was read is in the raw table and in exactly one of the tables, the dead letters and
 * the drops; none is missing, none is double, none comes from nowhere; and every hour's totals are
 * the tables' counts. The log is not asked, so its retention breaks nothing. Works while events
 * come in, and when nothing runs.
 */
public final class Ledger {
  private final Path warehouse;

  /**
   * A ledger.
   *
   * @param warehouse the directory of catalog and manifests
   */
  public Ledger(Path warehouse) {
    this.warehouse = warehouse;
  }

  /**
   * The books and what is wrong with them.
   *
   * @param books the totals of the manifests
   * @param settledEnds one past the last settled position, by partition
   * @param ranges the settled positions with how many events stand there
   * @param problems what does not balance, empty when all does; null when it was not checked
   */
  public record Statement(
      Books books,
      Map<Integer, Long> settledEnds,
      List<Range> ranges,
      @Nullable List<Problem> problems) {

    public boolean balances() {
      return problems != null && problems.isEmpty();
    }
  }

  /** The totals alone, without a look at the tables. */
  public Statement totals() {
    return statement(account(), null);
  }

  /** The totals, checked against every position of the tables. */
  public Statement check() {
    Account account = account();
    List<Problem> problems = List.of();
    if (!account.settledEnds().isEmpty()) {
      try (SqlEngine sql = SqlEngine.open(IcebergWarehouse.under(warehouse))) {
        problems = new Proof(sql, account, contractTables()).run();
      }
    }
    return statement(account, List.copyOf(problems));
  }

  private Account account() {
    try (ManifestStore.Session manifests = SqliteManifestStore.under(warehouse).open()) {
      return manifests.account();
    }
  }

  private static Statement statement(Account account, @Nullable List<Problem> problems) {
    return new Statement(
        Books.of(account.books(), account.open()),
        new TreeMap<>(account.settledEnds()),
        account.ranges(),
        problems);
  }

  private List<String> contractTables() {
    List<String> tables = new ArrayList<>();
    JdbcCatalog catalog = IcebergWarehouse.under(warehouse).openCatalog();
    try {
      Namespace namespace = Namespace.of("default");
      if (catalog.namespaceExists(namespace)) {
        for (TableIdentifier table : catalog.listTables(namespace)) {
          tables.add(table.name());
        }
      }
    } finally {
      catalog.close();
    }
    return tables;
  }
}
