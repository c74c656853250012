package io.datahem.connectors.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.connectors.iceberg.sql.QueryResult;
import io.datahem.connectors.iceberg.sql.ResultColumn;
import io.datahem.connectors.iceberg.sql.SqlEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types.NestedField;

/** Reads a table by Iceberg's own reader and by SQL, which must agree. */
final class ReadBoth {

  static List<Map<String, Object>> rows(Path directory, String table) {
    List<Map<String, Object>> rows = byIceberg(directory, table);
    assertThat(bySql(directory, table))
        .usingRecursiveComparison()
        .ignoringCollectionOrder()
        .isEqualTo(rows);
    return rows;
  }

  static List<String> columns(Path directory, String table) {
    JdbcCatalog catalog = IcebergWarehouse.under(directory).openCatalog();
    try {
      return catalog.loadTable(TableIdentifier.parse(table)).schema().columns().stream()
          .map(NestedField::name)
          .toList();
    } finally {
      catalog.close();
    }
  }

  private static List<Map<String, Object>> byIceberg(Path directory, String name) {
    JdbcCatalog catalog = IcebergWarehouse.under(directory).openCatalog();
    Table table = catalog.loadTable(TableIdentifier.parse(name));
    List<Map<String, Object>> rows = new ArrayList<>();
    try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
      records.forEach(record -> rows.add(map(record)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      catalog.close();
    }
    return rows;
  }

  private static Map<String, Object> map(Record record) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (NestedField field : record.struct().fields()) {
      map.put(field.name(), plain(record.getField(field.name())));
    }
    return map;
  }

  private static Object plain(Object value) {
    if (value instanceof Record record) {
      return map(record);
    }
    if (value instanceof List<?> list) {
      List<Object> plain = new ArrayList<>();
      list.forEach(element -> plain.add(plain(element)));
      return plain;
    }
    if (value instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    return value;
  }

  private static List<Map<String, Object>> bySql(Path directory, String table) {
    TableIdentifier name = TableIdentifier.parse(table);
    String from = "\"" + name.namespace() + "\".\"" + name.name() + "\"";
    try (SqlEngine engine = SqlEngine.open(IcebergWarehouse.under(directory));
        QueryResult result = engine.query("SELECT * FROM " + from)) {
      List<Map<String, Object>> rows = new ArrayList<>();
      for (List<Object> row = result.next(); row != null; row = result.next()) {
        Map<String, Object> map = new LinkedHashMap<>();
        List<ResultColumn> columns = result.columns();
        for (int i = 0; i < columns.size(); i++) {
          map.put(columns.get(i).name(), row.get(i));
        }
        rows.add(map);
      }
      return rows;
    }
  }

  private ReadBoth() {}
}
