package io.datahem.connectors.iceberg.parquet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Columns that two open files have in common: as long as their rows have the same values there,
 * only the first file's writers take them, and what they make of a row group is written into both.
 * So a row group of one ends where that of the other does. Rows are to be added to the first file,
 * then to the second. Not thread-safe, but the files may be closed by two threads at once.
 */
public final class SharedColumns {
  private final ParquetFile<@Nullable Object[]> first;
  private final ParquetFile<@Nullable Object[]> second;
  private final List<Pair> pairs;
  private final int[] firstColumns;
  private final int[] secondColumns;

  /** What both files write of the row group that ends; null while there is none. */
  private EndedColumn @Nullable [] ended;

  /** How many of the two have not written it yet. */
  private int writers;

  /** True once the first file's writers have nothing any more. */
  private boolean released;

  /** A column of rows of both files. */
  private record Pair(Field first, Field second) {

    boolean isSame(@Nullable Object[] one, @Nullable Object[] other) {
      Object value = one[first.slot];
      Object others = other[second.slot];
      // Numbers are made anew for each row, all else is handed on.
      return value == others || (value instanceof Long number && number.equals(others));
    }
  }

  /**
   * A field of a row.
   *
   * @param from its first column in the file
   * @param until one past its last
   */
  private record Field(int index, int slot, int from, int until) {}

  private SharedColumns(
      ParquetFile<@Nullable Object[]> first,
      ParquetFile<@Nullable Object[]> second,
      List<Pair> pairs) {
    this.first = first;
    this.second = second;
    this.pairs = pairs;
    this.firstColumns = columns(pairs.stream().map(Pair::first).toList());
    this.secondColumns = columns(pairs.stream().map(Pair::second).toList());
  }

  private static int[] columns(List<Field> fields) {
    return fields.stream()
        .flatMapToInt(field -> IntStream.range(field.from, field.until))
        .toArray();
  }

  /**
   * Begins to share, before either file has rows.
   *
   * @param names columns of the second file by those of the first that may have the same values
   * @param rows the first rows of the first file
   * @param others the same of the second one
   * @return null when the files, or these rows, have nothing in common
   */
  public static @Nullable SharedColumns begin(
      ParquetFile<@Nullable Object[]> first,
      ParquetFile<@Nullable Object[]> second,
      Map<String, String> names,
      @Nullable Object[] rows,
      @Nullable Object[] others,
      int count) {
    if (first.rows() > 0 || second.rows() > 0 || !first.shape().isWrittenAs(second.shape())) {
      return null;
    }
    Map<String, Field> fields = fields(first);
    Map<String, Field> otherFields = fields(second);
    List<Pair> pairs = new ArrayList<>();
    names.forEach(
        (name, othersName) -> {
          Field field = fields.get(name);
          Field other = otherFields.get(othersName);
          if (field != null && other != null && areAlike(first, field, second, other)) {
            Pair pair = new Pair(field, other);
            if (areSame(pair, rows, others, count)) {
              pairs.add(pair);
            }
          }
        });
    if (pairs.isEmpty()) {
      return null;
    }
    SharedColumns shared = new SharedColumns(first, second, List.copyOf(pairs));
    first.share(shared, new int[0]);
    second.share(shared, pairs.stream().mapToInt(pair -> pair.second.index).sorted().toArray());
    return shared;
  }

  /** By name; what no slot has is left out. */
  private static Map<String, Field> fields(ParquetFile<?> file) {
    Map<String, Field> fields = new HashMap<>();
    int[] slots = file.slots();
    ColumnWriter[] columns = file.columns();
    int until;
    int index = 0;
    for (int from = 0; from < columns.length; from = until) {
      String name = columns[from].shape.path().get(0);
      until = from;
      while (until < columns.length && columns[until].shape.path().get(0).equals(name)) {
        until++;
      }
      if (slots[index] >= 0) {
        fields.put(name, new Field(index, slots[index], from, until));
      }
      index++;
    }
    return fields;
  }

  private static boolean areAlike(
      ParquetFile<?> first, Field field, ParquetFile<?> second, Field other) {
    int columns = field.until - field.from;
    boolean alike = columns == other.until - other.from;
    for (int i = 0; alike && i < columns; i++) {
      alike = first.columns()[field.from + i].isLike(second.columns()[other.from + i]);
    }
    return alike;
  }

  private static boolean areSame(
      Pair pair, @Nullable Object[] rows, @Nullable Object[] others, int count) {
    for (int i = 0; i < count; i++) {
      if (!pair.isSame((@Nullable Object[]) rows[i], (@Nullable Object[]) others[i])) {
        return false;
      }
    }
    return true;
  }

  /** True when rows of the two files have the same values in what is shared. */
  public boolean holds(@Nullable Object[] rows, @Nullable Object[] others, int count) {
    for (Pair pair : pairs) {
      if (!areSame(pair, rows, others, count)) {
        return false;
      }
    }
    return true;
  }

  /** From now on each file writes all that it has; row groups that were begun end. */
  public void end() {
    endRowGroups();
    first.unshare();
    second.unshare();
  }

  /** To be called when rows were added to either. */
  void endRowGroupsIfFull() {
    if (first.rows() == second.rows()
        && (first.isRowGroupFull(0) || second.isRowGroupFull(sharedPagesBytes()))) {
      endRowGroups();
    }
  }

  private void endRowGroups() {
    first.endRowGroup();
    second.endRowGroup();
  }

  private long sharedPagesBytes() {
    long bytes = 0;
    for (int column : firstColumns) {
      bytes += first.columns()[column].pagesBytes();
    }
    return bytes;
  }

  /** What the first file has taken for the second, bytes. */
  long bufferedFor(ParquetFile<?> file) {
    long bytes = 0;
    if (file == second) {
      for (int column : firstColumns) {
        bytes += first.columns()[column].buffered();
      }
    }
    return bytes;
  }

  /** What one of the files writes of a row group, by its columns; null where it has its own. */
  synchronized @Nullable EndedColumn[] ended(ParquetFile<?> file) {
    EndedColumn[] all = ended;
    if (all == null && released) {
      throw new IllegalStateException("Cannot write a file: that which it shares with has failed");
    }
    if (all == null) {
      all = new EndedColumn[firstColumns.length];
      for (int i = 0; i < all.length; i++) {
        ColumnWriter writer = first.columns()[firstColumns[i]];
        all[i] = writer.endRowGroup(second.columns()[secondColumns[i]]);
      }
      ended = all;
      writers = 2;
    }
    int[] columns = file == first ? firstColumns : secondColumns;
    @Nullable EndedColumn[] own = new @Nullable EndedColumn[file.columns().length];
    for (int i = 0; i < columns.length; i++) {
      own[columns[i]] = all[i];
    }
    return own;
  }

  /** One of the files has written what it was given. */
  synchronized void written() {
    writers--;
    if (writers == 0 && ended != null) {
      for (EndedColumn column : ended) {
        column.release();
      }
      ended = null;
    }
  }

  /** One of the files is closed. The other may still be ending what is the first's. */
  synchronized void release(ParquetFile<?> file) {
    released |= file == first;
    file.release();
  }
}
