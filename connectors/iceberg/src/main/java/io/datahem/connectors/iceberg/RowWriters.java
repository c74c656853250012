package io.datahem.connectors.iceberg;

import io.datahem.contracts.table.Column;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.parquet.ParquetValueWriter;
import org.apache.iceberg.parquet.ParquetValueWriters;
import org.apache.iceberg.parquet.ParquetValueWriters.PrimitiveWriter;
import org.apache.iceberg.parquet.ParquetValueWriters.RepeatedWriter;
import org.apache.iceberg.parquet.ParquetValueWriters.StructWriter;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Writers that take a plan's rows as they are: {@code Object[]} slots straight to Parquet's
 * columns, with Iceberg's field ids, without record objects in between. A column of the table that
 * the plan lacks is null.
 */
final class RowWriters {
  private final MessageType file;
  private final Map<String, Integer> ids;

  private RowWriters(MessageType file, Map<String, Integer> ids) {
    this.file = file;
    this.ids = ids;
  }

  /**
   * The writer of a table's rows.
   *
   * @param schema the file's Iceberg schema
   * @param file the same as a Parquet schema
   * @param columns the plan's columns, in the order of a row's slots
   * @param ids the field ids by path
   */
  static ParquetValueWriter<?> of(
      Types.StructType schema, MessageType file, List<Column> columns, Map<String, Integer> ids) {
    return new RowWriters(file, ids).struct(schema, file, columns, List.of());
  }

  /** For each field of a struct the slot of a row it comes from, -1 for none. */
  static int[] slots(Types.StructType struct, List<Column> columns, Map<String, Integer> ids) {
    int[] slots = new int[struct.fields().size()];
    Arrays.fill(slots, -1);
    for (int slot = 0; slot < columns.size(); slot++) {
      Integer id = ids.get(columns.get(slot).path());
      for (int i = 0; i < slots.length; i++) {
        if (Objects.equals(id, struct.fields().get(i).fieldId())) {
          slots[i] = slot;
        }
      }
    }
    return slots;
  }

  private ParquetValueWriter<?> struct(
      Types.StructType struct, GroupType group, List<Column> columns, List<String> path) {
    int[] slots = slots(struct, columns, ids);
    List<ParquetValueWriter<?>> writers = new ArrayList<>();
    for (int i = 0; i < slots.length; i++) {
      NestedField field = struct.fields().get(i);
      org.apache.parquet.schema.Type type = group.getType(i);
      List<Column> nested = slots[i] < 0 ? List.of() : columns.get(slots[i]).fields();
      List<String> below = with(path, type.getName());
      ParquetValueWriter<?> writer = writer(field.type(), type, nested, below);
      writers.add(
          ParquetValueWriters.option(type, file.getMaxDefinitionLevel(array(below)), writer));
    }
    return new RowWriter(slots, writers);
  }

  private ParquetValueWriter<?> writer(
      Type type, org.apache.parquet.schema.Type parquet, List<Column> nested, List<String> path) {
    if (type.isStructType()) {
      return struct(type.asStructType(), parquet.asGroupType(), nested, path);
    }
    if (type.isListType()) {
      GroupType repeated = parquet.asGroupType().getType(0).asGroupType();
      List<String> repeatedPath = with(path, repeated.getName());
      org.apache.parquet.schema.Type element = repeated.getType(0);
      List<String> elementPath = with(repeatedPath, element.getName());
      ParquetValueWriter<?> writer =
          ParquetValueWriters.option(
              element,
              file.getMaxDefinitionLevel(array(elementPath)),
              writer(type.asListType().elementType(), element, nested, elementPath));
      return new ListWriter<>(
          file.getMaxDefinitionLevel(array(repeatedPath)),
          file.getMaxRepetitionLevel(array(repeatedPath)),
          writer);
    }
    return primitive(type, file.getColumnDescription(array(path)));
  }

  private static ParquetValueWriter<?> primitive(Type type, ColumnDescriptor column) {
    return switch (type.typeId()) {
      case LONG -> ParquetValueWriters.longs(column);
      case DOUBLE -> ParquetValueWriters.doubles(column);
      case BOOLEAN -> ParquetValueWriters.booleans(column);
      case STRING -> ParquetValueWriters.strings(column);
      case BINARY -> new BytesWriter(column);
      case DECIMAL -> decimal((Types.DecimalType) type, column);
      case DATE -> new DateWriter(column);
      case TIME -> new TimeWriter(column);
      case TIMESTAMP -> new TimestampWriter(column);
      default -> throw new IllegalStateException("Cannot write type " + type);
    };
  }

  private static PrimitiveWriter<BigDecimal> decimal(
      Types.DecimalType type, ColumnDescriptor column) {
    return ParquetValueWriters.decimalAsFixed(column, type.precision(), type.scale());
  }

  /** Microseconds since 1970 of whatever a timestamp column's value is. */
  static long micros(Object value) {
    Instant instant =
        value instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : (Instant) value;
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }

  private static List<String> with(List<String> path, String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return longer;
  }

  private static String[] array(List<String> path) {
    return path.toArray(String[]::new);
  }

  private static final class RowWriter extends StructWriter<@Nullable Object[]> {
    private final int[] slots;

    RowWriter(int[] slots, List<ParquetValueWriter<?>> writers) {
      super(positions(slots.length), writers);
      this.slots = slots;
    }

    private static int[] positions(int count) {
      int[] positions = new int[count];
      Arrays.setAll(positions, i -> i);
      return positions;
    }

    @Override
    protected @Nullable Object get(@Nullable Object[] row, int index) {
      return slots[index] < 0 ? null : row[slots[index]];
    }
  }

  private static final class ListWriter<E> extends RepeatedWriter<List<E>, E> {
    ListWriter(int definitionLevel, int repetitionLevel, ParquetValueWriter<E> writer) {
      super(definitionLevel, repetitionLevel, writer);
    }

    @Override
    protected Iterator<E> elements(List<E> list) {
      return list.iterator();
    }
  }

  private static final class BytesWriter extends PrimitiveWriter<byte[]> {
    private final PrimitiveWriter<ByteBuffer> buffers;

    BytesWriter(ColumnDescriptor column) {
      super(column);
      this.buffers = ParquetValueWriters.byteBuffers(column);
    }

    @Override
    public void write(int repetitionLevel, byte[] value) {
      buffers.write(repetitionLevel, ByteBuffer.wrap(value));
    }

    @Override
    public List<org.apache.iceberg.parquet.TripleWriter<?>> columns() {
      return buffers.columns();
    }

    @Override
    public void setColumnStore(org.apache.parquet.column.ColumnWriteStore store) {
      buffers.setColumnStore(store);
    }
  }

  private static final class DateWriter extends PrimitiveWriter<LocalDate> {
    DateWriter(ColumnDescriptor column) {
      super(column);
    }

    @Override
    public void write(int repetitionLevel, LocalDate value) {
      column.writeInteger(repetitionLevel, Math.toIntExact(value.toEpochDay()));
    }
  }

  private static final class TimeWriter extends PrimitiveWriter<LocalTime> {
    TimeWriter(ColumnDescriptor column) {
      super(column);
    }

    @Override
    public void write(int repetitionLevel, LocalTime value) {
      column.writeLong(repetitionLevel, value.getLong(java.time.temporal.ChronoField.MICRO_OF_DAY));
    }
  }

  private static final class TimestampWriter extends PrimitiveWriter<Object> {
    TimestampWriter(ColumnDescriptor column) {
      super(column);
    }

    @Override
    public void write(int repetitionLevel, Object value) {
      column.writeLong(repetitionLevel, micros(value));
    }
  }
}
