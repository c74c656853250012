package io.datahem.connectors.iceberg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;

/** What a file's columns hold, as parquet-java reads it: levels and values, value by value. */
final class ParquetTriples {

  /** The first value in which a file differs from another, empty when they are the same. */
  static String difference(Path file, Path other) throws IOException {
    Map<String, List<String>> own = of(file);
    Map<String, List<String>> others = of(other);
    for (Map.Entry<String, List<String>> column : own.entrySet()) {
      List<String> expected = others.getOrDefault(column.getKey(), List.of());
      for (int i = 0; i < Math.max(expected.size(), column.getValue().size()); i++) {
        String found = i < column.getValue().size() ? column.getValue().get(i) : "none";
        String wanted = i < expected.size() ? expected.get(i) : "none";
        if (!found.equals(wanted)) {
          return column.getKey() + ", value " + i + ": " + found + ", expected " + wanted;
        }
      }
    }
    return own.keySet().equals(others.keySet()) ? "" : own.keySet() + " " + others.keySet();
  }

  private static Map<String, List<String>> of(Path file) throws IOException {
    Map<String, List<String>> triples = new LinkedHashMap<>();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      MessageType schema = reader.getFileMetaData().getSchema();
      String createdBy = reader.getFileMetaData().getCreatedBy();
      for (PageReadStore rowGroup = reader.readNextRowGroup();
          rowGroup != null;
          rowGroup = reader.readNextRowGroup()) {
        ColumnReadStoreImpl columns =
            new ColumnReadStoreImpl(rowGroup, new Ignored(schema), schema, createdBy);
        for (ColumnDescriptor column : schema.getColumns()) {
          read(
              columns.getColumnReader(column),
              column,
              triples.computeIfAbsent(
                  String.join(".", column.getPath()), any -> new ArrayList<>()));
        }
      }
    }
    return triples;
  }

  @SuppressWarnings("deprecation") // all of a page's values, which nothing else says
  private static void read(ColumnReader reader, ColumnDescriptor column, List<String> to) {
    for (long left = reader.getTotalValueCount(); left > 0; left--) {
      boolean present = reader.getCurrentDefinitionLevel() == column.getMaxDefinitionLevel();
      to.add(
          reader.getCurrentRepetitionLevel()
              + " "
              + reader.getCurrentDefinitionLevel()
              + (present ? " " + value(reader, column) : ""));
      reader.consume();
    }
  }

  private static Object value(ColumnReader reader, ColumnDescriptor column) {
    return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
      case INT64 -> reader.getLong();
      case INT32 -> reader.getInteger();
      case BOOLEAN -> reader.getBoolean();
      case DOUBLE -> Double.doubleToRawLongBits(reader.getDouble());
      case FLOAT -> Float.floatToRawIntBits(reader.getFloat());
      default -> java.util.HexFormat.of().formatHex(reader.getBinary().getBytes());
    };
  }

  /** Where values would go that nobody asks for. */
  private static final class Ignored extends GroupConverter {
    private final GroupType group;

    Ignored(GroupType group) {
      this.group = group;
    }

    @Override
    public Converter getConverter(int field) {
      return group.getType(field).isPrimitive()
          ? new PrimitiveConverter() {}
          : new Ignored(group.getType(field).asGroupType());
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }

  private ParquetTriples() {}
}
