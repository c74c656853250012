package io.datahem.connectors.iceberg;

import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.util.ByteBuffers;

/** A table's schema and rows of it, made up from a seed. */
final class RandomTable {
  private static final int MAX_DEPTH = 3;
  private static final String[] WORDS = {
    "", "a", "Milk", "Rye bread", "å", "日本語", "🥛🥛", "\u0000"
  };

  private final Random random;
  private final boolean foreign;
  private final Schema schema;
  private final Map<Integer, Double> nullShares = new HashMap<>();
  private final Map<Integer, Integer> varieties = new HashMap<>();
  private int lastId;

  /**
   * A table.
   *
   * @param foreign true when it has what no plan of ours asks for, but a table that we merge files
   *     of may have: maps, fields that must be there, and more types
   */
  RandomTable(long seed, boolean foreign) {
    this.random = new Random(seed);
    this.foreign = foreign;
    List<NestedField> fields = new ArrayList<>();
    fields.add(NestedField.required(++lastId, "row", Types.LongType.get()));
    fields.addAll(fields(0));
    this.schema = new Schema(fields);
  }

  Schema schema() {
    return schema;
  }

  private List<NestedField> fields(int depth) {
    int count = 1 + random.nextInt(depth == 0 ? 12 : 4);
    List<NestedField> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int id = ++lastId;
      Type type = type(depth);
      fields.add(
          optional()
              ? NestedField.optional(id, "c" + id, type)
              : NestedField.required(id, "c" + id, type));
    }
    return fields;
  }

  private boolean optional() {
    return !foreign || random.nextInt(4) > 0;
  }

  private Type type(int depth) {
    int choice = depth == MAX_DEPTH ? 0 : random.nextInt(10);
    if (choice == 7) {
      return Types.StructType.of(fields(depth + 1));
    }
    if (choice == 8) {
      int id = ++lastId;
      Type element = type(depth + 1);
      return optional()
          ? Types.ListType.ofOptional(id, element)
          : Types.ListType.ofRequired(id, element);
    }
    if (choice == 9 && foreign) {
      int key = ++lastId;
      int value = ++lastId;
      return Types.MapType.ofOptional(key, value, Types.StringType.get(), type(depth + 1));
    }
    return primitive();
  }

  private Type primitive() {
    return switch (random.nextInt(foreign ? 18 : 11)) {
      case 0 -> Types.LongType.get();
      case 1 -> Types.DecimalType.of(38, 9);
      case 2 -> Types.DecimalType.of(20, 0);
      case 3 -> Types.DoubleType.get();
      case 4 -> Types.BooleanType.get();
      case 5 -> Types.BinaryType.get();
      case 6 -> Types.DateType.get();
      case 7 -> Types.TimestampType.withoutZone();
      case 8 -> Types.TimestampType.withZone();
      case 9 -> Types.TimeType.get();
      case 10 -> Types.StringType.get();
      case 11 -> Types.IntegerType.get();
      case 12 -> Types.FloatType.get();
      case 13 -> Types.UUIDType.get();
      case 14 -> Types.FixedType.ofLength(5);
      case 15 -> Types.DecimalType.of(9, 2);
      case 16 -> Types.DecimalType.of(18, 0);
      default -> Types.StringType.get();
    };
  }

  List<Record> records(int count) {
    List<Record> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Record record = record(schema.asStruct());
      record.set(0, (long) i);
      records.add(record);
    }
    return records;
  }

  private Record record(Types.StructType type) {
    Record record = GenericRecord.create(type);
    for (int i = 0; i < type.fields().size(); i++) {
      NestedField field = type.fields().get(i);
      record.set(i, value(field.fieldId(), field.isOptional(), field.type()));
    }
    return record;
  }

  private Object value(int id, boolean optional, Type type) {
    double share =
        nullShares.computeIfAbsent(id, any -> new double[] {0, 0, 0.1, 0.5, 1}[random.nextInt(5)]);
    if (optional && random.nextDouble() < share) {
      return null;
    }
    if (type.isStructType()) {
      return record(type.asStructType());
    }
    if (type.isListType()) {
      Types.ListType list = type.asListType();
      List<Object> values = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        values.add(value(list.elementId(), list.isElementOptional(), list.elementType()));
      }
      return values;
    }
    if (type.isMapType()) {
      Types.MapType map = type.asMapType();
      Map<Object, Object> values = new LinkedHashMap<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        values.put("k" + random.nextInt(50), value(map.valueId(), true, map.valueType()));
      }
      return values;
    }
    int variety = varieties.computeIfAbsent(id, any -> 1 << random.nextInt(20));
    return primitive(type, random.nextInt(variety));
  }

  private Object primitive(Type type, int number) {
    return switch (type.typeId()) {
      case INTEGER -> number * 0x9E3779B9;
      case LONG -> number % 3 == 0 ? (long) number : number * 0x9E3779B97F4A7C15L;
      case FLOAT -> Float.intBitsToFloat(number * 0x9E3779B9);
      case DOUBLE ->
          switch (number % 20) {
            case 0 -> -0.0;
            case 1 -> 0.0;
            case 2 -> Double.NaN;
            case 3 -> Double.NEGATIVE_INFINITY;
            default -> (number - 500) / 8.0;
          };
      case BOOLEAN -> number % 2 == 1;
      case STRING -> text(number);
      case UUID -> new UUID(number * 0x9E3779B97F4A7C15L, number);
      case FIXED -> new byte[] {(byte) number, (byte) (number >> 8), 1, 2, 3};
      case BINARY -> ByteBuffer.wrap(bytes(number));
      case DATE -> LocalDate.ofEpochDay(number - 10_000);
      case TIME -> LocalTime.ofNanoOfDay((number * 86_377_123L) % 86_400_000_000L * 1_000);
      case TIMESTAMP -> timestamp((Types.TimestampType) type, number);
      case DECIMAL -> decimal((Types.DecimalType) type, number);
      default -> throw new IllegalStateException("no values of " + type);
    };
  }

  private static String text(int number) {
    String word = WORDS[number % WORDS.length] + (number >= 100 ? number : "");
    return number % 1_000 == 999 ? word.repeat(400) : word;
  }

  private static byte[] bytes(int number) {
    byte[] bytes = new byte[number % 1_000 == 999 ? 5_000 : number % 12];
    new Random(number).nextBytes(bytes);
    return bytes;
  }

  private static Object timestamp(Types.TimestampType type, int number) {
    LocalDateTime time =
        LocalDateTime.of(1969, 12, 31, 23, 0).plusSeconds(number * 31L).plusNanos(number * 1_000L);
    return type.shouldAdjustToUTC() ? OffsetDateTime.of(time, ZoneOffset.UTC) : time;
  }

  private static BigDecimal decimal(Types.DecimalType type, int number) {
    BigInteger limit = BigInteger.TEN.pow(type.precision());
    BigInteger units =
        switch (number % 4) {
          case 0 -> BigInteger.valueOf(number);
          case 1 -> BigInteger.valueOf(-number);
          case 2 -> limit.subtract(BigInteger.valueOf(number + 1));
          default -> limit.negate().add(BigInteger.valueOf(number + 1));
        };
    return new BigDecimal(units, type.scale());
  }

  /** The columns of a plan of this table, in another order than the table's. */
  List<Column> columns() {
    return columns(schema.columns());
  }

  private static List<Column> columns(List<NestedField> fields) {
    List<Column> columns = new ArrayList<>();
    for (NestedField field : fields) {
      columns.add(0, column(field));
    }
    return columns;
  }

  private static Column column(NestedField field) {
    Type single = field.type();
    while (single.isListType()) {
      single = single.asListType().elementType();
    }
    List<Column> nested =
        single.isStructType() ? columns(single.asStructType().fields()) : List.of();
    ColumnType type = single.isStructType() ? ColumnType.RECORD : ColumnType.STRING;
    String path = "p" + field.fieldId();
    return new Column(path, field.name(), type, field.type().isListType(), nested, "", List.of());
  }

  /** The field ids by path. */
  Map<String, Integer> ids() {
    Map<String, Integer> ids = new HashMap<>();
    for (int id = 1; id <= lastId; id++) {
      ids.put("p" + id, id);
    }
    return ids;
  }

  /** The same as a plan has it. */
  static Object[] slots(Record record) {
    List<NestedField> fields = record.struct().fields();
    Object[] slots = new Object[fields.size()];
    for (int i = 0; i < slots.length; i++) {
      slots[slots.length - 1 - i] = slot(record.get(i));
    }
    return slots;
  }

  private static Object slot(Object value) {
    if (value instanceof Record record) {
      return slots(record);
    }
    if (value instanceof List<?> list) {
      List<Object> slots = new ArrayList<>();
      list.forEach(element -> slots.add(slot(element)));
      Map<Object, Object> pairs = pairs(slots);
      return pairs.size() % 2 == 1 && pairs.size() == slots.size() ? pairs : slots;
    }
    if (value instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    return value instanceof ByteBuffer buffer ? ByteBuffers.toByteArray(buffer) : value;
  }

  /** Of records of two slots the one to the other; fewer than there are when they are others. */
  private static Map<Object, Object> pairs(List<Object> records) {
    Map<Object, Object> pairs = new LinkedHashMap<>();
    for (Object record : records) {
      if (record instanceof Object[] slots && slots.length == 2 && slots[0] != null) {
        pairs.put(slots[0], slots[1]);
      }
    }
    return pairs;
  }
}
