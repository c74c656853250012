package io.datahem.connectors.iceberg.parquet;

import io.datahem.contracts.table.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.apache.iceberg.Schema;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.types.Types.StructType;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * How rows are taken apart into a table's columns: decided once, when the table is prepared. Each
 * file opens writers of its own by it. Thread-safe.
 *
 * @param <T> the rows
 */
public final class RowShape<T> {
  private final RowPart root;
  private final List<ColumnShape> columns;

  private RowShape(RowPart root, List<ColumnShape> columns) {
    this.root = root;
    this.columns = List.copyOf(columns);
  }

  /**
   * Rows of a plan. A column of the table that the plan lacks is null.
   *
   * @param schema the file's Iceberg schema
   * @param file the same as a Parquet schema
   * @param columns the plan's columns, in the order of a row's slots
   * @param ids the field ids by path
   */
  public static RowShape<@Nullable Object[]> ofSlots(
      Schema schema, MessageType file, List<Column> columns, Map<String, Integer> ids) {
    RowParts parts = RowParts.ofSlots(file, ids);
    return new RowShape<>(parts.row(schema.asStruct(), columns), parts.columns());
  }

  /** Records with exactly the columns of a schema. */
  public static RowShape<org.apache.iceberg.data.Record> ofRecords(
      Schema schema, MessageType file) {
    RowParts parts = RowParts.ofRecords(file);
    return new RowShape<>(parts.row(schema.asStruct(), List.of()), parts.columns());
  }

  /** For each field of a struct the slot of a row it comes from, -1 for none. */
  public static int[] slots(StructType struct, List<Column> columns, Map<String, Integer> ids) {
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

  /** The columns of the file, in their order. */
  public List<ColumnShape> columns() {
    return columns;
  }

  /**
   * Opens a file.
   *
   * @param dictionaries for which columns to begin with one
   */
  public ParquetFile<T> open(FileShape file, OutputFile output, IntPredicate dictionaries) {
    PageBuffer buffer = new PageBuffer(file.compression());
    ColumnWriter[] writers = new ColumnWriter[columns.size()];
    RowPart.Opening opening = new RowPart.Opening(file.limits(), buffer, dictionaries, writers);
    return new ParquetFile<>(file, output, root.open(opening), writers, buffer);
  }
}
