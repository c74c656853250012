package io.datahem.connectors.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.ColumnType;
import io.datahem.contracts.table.Partitioning;
import io.datahem.contracts.table.TablePlan;
import io.datahem.pipeline.Warehouse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColumnTagsTest {
  private static final String NAME = "default.t";

  @TempDir private Path directory;

  private static Column column(String path, String name, String... tags) {
    return new Column(path, name, ColumnType.STRING, false, List.of(), "", List.of(tags));
  }

  private void prepare(String pattern, Column... columns) {
    Column time = Column.of("_time", ColumnType.TIMESTAMP, "");
    TablePlan plan =
        new TablePlan(
            NAME,
            "",
            Stream.concat(Stream.of(columns), Stream.of(time)).toList(),
            Partitioning.DAILY_BY_ARRIVAL,
            List.of());
    try (Warehouse.Session session = IcebergWarehouse.under(directory).withTags(pattern).open()) {
      session.prepare(plan);
    }
  }

  /** Tags by the columns' names of now. */
  private Map<String, List<String>> tags() throws IOException {
    try (JdbcCatalog catalog = IcebergWarehouse.under(directory).openCatalog()) {
      Table table = catalog.loadTable(TableIdentifier.parse(NAME));
      Map<String, List<String>> tags = new HashMap<>();
      ColumnTags.read(table).forEach((id, of) -> tags.put(table.schema().findColumnName(id), of));
      return tags;
    }
  }

  @Test
  void tagsAreOnTheirColumnsHoweverDeep() throws IOException {
    Column nested = column("2.1", "mail", "pii", "gdpr");
    Column list =
        new Column("2", "people", ColumnType.RECORD, true, List.of(nested), "", List.of("people"));
    prepare(ColumnTags.ALL, column("1", "plain"), list);

    assertThat(tags())
        .isEqualTo(
            Map.of("people", List.of("people"), "people.element.mail", List.of("pii", "gdpr")));
  }

  @Test
  void onlyTagsThatMatchAsAWholeArePutOn() throws IOException {
    prepare("p.*", column("1", "a", "pii", "not-pii"), column("2", "b", "gdpr"));

    assertThat(tags()).isEqualTo(Map.of("a", List.of("pii")));
  }

  @Test
  void tagsFollowARenamedColumnAndChange() throws IOException {
    prepare(ColumnTags.ALL, column("1", "a", "pii"), column("2", "b", "old"));
    prepare(ColumnTags.ALL, column("1", "renamed", "pii"), column("2", "b"));

    assertThat(tags()).isEqualTo(Map.of("renamed", List.of("pii")));
  }

  @Test
  void aColumnThatIsHiddenKeepsItsTags() throws IOException {
    prepare(ColumnTags.ALL, column("1", "a", "pii"), column("2", "b"));
    prepare(ColumnTags.ALL, column("2", "b"));

    assertThat(tags()).isEqualTo(Map.of("a", List.of("pii")));
  }
}
