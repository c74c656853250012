package io.datahem.connectors.iceberg;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.datahem.connectors.iceberg.ReportingState.Definition;
import io.datahem.contracts.table.SystemColumns;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Accessor;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a row which object it is of and when it changed: what {@code TABLE_latest} says in SQL.
 * Not thread-safe.
 */
final class ObjectReader {
  private static final long MICROS_PER_DAY = TimeUnit.DAYS.toMicros(1);

  private final InternalRecordWrapper view;
  private final List<Accessor<StructLike>> keys;
  private final @Nullable Accessor<StructLike> time;
  private final boolean timeInDays;
  private final @Nullable Accessor<StructLike> deleted;
  private final String deletedValue;
  private final Accessor<StructLike> collected;
  private final Accessor<StructLike> offset;
  private final Accessor<StructLike> partition;
  private final ObjectChange change = new ObjectChange();

  /**
   * A reader of rows.
   *
   * @param schema the rows' schema, with the columns of {@link #schema} at least
   */
  ObjectReader(Schema schema, Definition definition) {
    this.view = new InternalRecordWrapper(schema.asStruct());
    this.keys = definition.keys().stream().map(schema::accessorForField).toList();
    this.time = definition.time() == 0 ? null : schema.accessorForField(definition.time());
    this.timeInDays =
        definition.time() != 0 && schema.findType(definition.time()).typeId() == Type.TypeID.DATE;
    this.deleted = definition.deleted() == 0 ? null : schema.accessorForField(definition.deleted());
    this.deletedValue = definition.deletedValue();
    this.collected = accessor(schema, SystemColumns.TIME);
    this.offset = accessor(schema, SystemColumns.OFFSET);
    this.partition = accessor(schema, SystemColumns.PARTITION);
  }

  private static Accessor<StructLike> accessor(Schema schema, String column) {
    return schema.accessorForField(Definition.id(schema, column));
  }

  /** The columns that are read, of a table's. */
  static Schema schema(Schema table, Definition definition) {
    Set<Integer> ids = ids(table, definition);
    return TypeUtil.select(table, ids);
  }

  /** The field ids of the columns that are read. */
  static Set<Integer> ids(Schema table, Definition definition) {
    Set<Integer> ids = new HashSet<>(definition.keys());
    ids.add(definition.time());
    ids.add(definition.deleted());
    ids.remove(0);
    for (String column :
        List.of(SystemColumns.TIME, SystemColumns.OFFSET, SystemColumns.PARTITION)) {
      ids.add(Definition.id(table, column));
    }
    return ids;
  }

  /** The row as Iceberg's transforms want it, until the next one is read. */
  StructLike view(Record row) {
    return view.wrap(row);
  }

  /** What a row says, until the next one is read. */
  ObjectChange read(Record row) {
    StructLike values = view.wrap(row);
    name(values);
    Long at = (Long) collected.get(values);
    change.collected = at == null ? Long.MIN_VALUE : at;
    change.happened = happened(values);
    Long where = (Long) offset.get(values);
    change.offset = where == null ? -1 : where;
    Long which = (Long) partition.get(values);
    change.partition = which == null ? -1 : Math.toIntExact(which);
    Object gone = deleted == null ? null : deleted.get(values);
    change.deleted = gone != null && gone.toString().equals(deletedValue);
    return change;
  }

  private long happened(StructLike values) {
    Object value = time == null ? null : time.get(values);
    if (value == null) {
      return change.collected;
    }
    long number = ((Number) value).longValue();
    return timeInDays ? number * MICROS_PER_DAY : number;
  }

  /** Collisions can be looked for in quicker hashes, and keys are what callers send. */
  @SuppressWarnings("UnstableApiUsage")
  private void name(StructLike values) {
    Hasher hasher = Hashing.sha256().newHasher();
    for (Accessor<StructLike> key : keys) {
      put(hasher, key.get(values));
    }
    ByteBuffer hash = ByteBuffer.wrap(hasher.hash().asBytes());
    change.high = hash.getLong();
    change.low = hash.getLong();
  }

  private static void put(Hasher hasher, @Nullable Object value) {
    if (value == null) {
      hasher.putByte((byte) 0);
      return;
    }
    byte[] bytes = bytes(value);
    hasher.putByte((byte) 1).putInt(bytes.length).putBytes(bytes);
  }

  private static byte[] bytes(Object value) {
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    // Equal numbers have one text: a column has one scale, and SQL knows no zero below zero.
    String text =
        value instanceof Double number && number == 0
            ? "0.0"
            : value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
