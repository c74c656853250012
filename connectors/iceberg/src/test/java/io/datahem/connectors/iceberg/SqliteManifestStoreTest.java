package io.datahem.connectors.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.pipeline.BookLine;
import io.datahem.pipeline.BookLine.Outcome;
import io.datahem.pipeline.ManifestStore;
import io.datahem.pipeline.ManifestStore.Session;
import io.datahem.pipeline.ManifestStore.Verdict;
import io.datahem.pipeline.WarehouseException;
import io.datahem.pipeline.WarehouseException.Reason;
import io.datahem.testkit.ManifestStoreContractTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteManifestStoreTest extends ManifestStoreContractTest {

  @Override
  protected ManifestStore store(Path directory) {
    return SqliteManifestStore.under(directory);
  }

  @Test
  void settledManifestsAreLetGoAndTheBooksStay(@TempDir Path directory) throws SQLException {
    SqliteManifestStore store = SqliteManifestStore.under(directory);
    int parts = SqliteManifests.KEPT_SETTLED + 50;
    try (Session session = store.open()) {
      long claim = session.claim("a", 0).claim();
      for (int i = 0; i < parts; i++) {
        var accepted = session.accept(part("a", 0, claim, i, i + 1, "t"));
        assertThat(accepted.verdict()).isEqualTo(Verdict.ACCEPTED);
        if (i != 3) {
          session.settle("t", List.of(accepted.id()));
        }
      }
      assertThat(session.unsettled(0, 10)).hasSize(1);
      assertThat(session.settledEnds()).isEqualTo(Map.of(0, 3L));
      assertThat(session.books())
          .containsExactly(new BookLine("trucks", 7, Outcome.ROW, "", parts));
    }
    assertThat(count(store, "manifests")).isBetween(1L, SqliteManifests.KEPT_SETTLED + 1L);
  }

  private static long count(SqliteManifestStore store, String table) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store.file());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsUnavailable(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "no directory");
    assertThatThrownBy(() -> SqliteManifestStore.under(file).open())
        .isInstanceOfSatisfying(
            WarehouseException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.WAREHOUSE_UNAVAILABLE))
        .hasMessageContaining("Cannot open the manifest store");
  }

  @Test
  void aFileThatIsNoStoreIsUnavailable(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("manifests.db"), "this is no SQLite file ".repeat(100));
    assertThatThrownBy(() -> SqliteManifestStore.under(directory).open())
        .isInstanceOfSatisfying(
            WarehouseException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.WAREHOUSE_UNAVAILABLE));
  }
}
