package io.datahem.connectors.iceberg.sql;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aligned table for people. Widths are those of the first {@link #MEASURED_ROWS} rows; longer
 * text is cut and ends in an ellipsis. Null is {@code NULL}. Control characters are shown as
 * escapes, so that no value can write to the terminal.
 */
final class TableFormat implements ResultFormat {
  private static final int MEASURED_ROWS = 1_000;
  private static final int MAX_COLUMN_CHARS = 60;
  private static final String ELLIPSIS = "…";

  @Override
  public long write(QueryResult result, Writer out) throws IOException {
    List<ResultColumn> columns = result.columns();
    List<List<String>> first = new ArrayList<>();
    boolean more = true;
    while (more && first.size() < MEASURED_ROWS) {
      List<@Nullable Object> row = result.next();
      more = row != null;
      if (row != null) {
        first.add(cells(row));
      }
    }
    List<String> names = columns.stream().map(column -> cell(column.name())).toList();
    int[] widths = widths(names, first);
    line(out, names, widths, columns);
    rule(out, widths);
    for (List<String> row : first) {
      line(out, row, widths, columns);
    }
    long rows = first.size() + (more ? rest(result, out, widths) : 0);
    out.write(rows == 1 ? "(1 row)\n" : "(" + rows + " rows)\n");
    return rows;
  }

  private static long rest(QueryResult result, Writer out, int[] widths) throws IOException {
    long rows = 0;
    for (List<@Nullable Object> row = result.next(); row != null; row = result.next()) {
      line(out, cells(row), widths, result.columns());
      rows++;
    }
    return rows;
  }

  private static int[] widths(List<String> names, List<List<String>> rows) {
    int[] widths = new int[names.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Display.width(names.get(i));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], Display.width(row.get(i)));
      }
    }
    return widths;
  }

  private static void line(Writer out, List<String> cells, int[] widths, List<ResultColumn> columns)
      throws IOException {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = Display.cut(cells.get(i), widths[i], ELLIPSIS);
      String pad = " ".repeat(widths[i] - Display.width(cell));
      line.append(i == 0 ? " " : " | ");
      line.append(columns.get(i).number() ? pad + cell : cell + pad);
    }
    out.write(line.toString().stripTrailing());
    out.write('\n');
  }

  private static void rule(Writer out, int[] widths) throws IOException {
    for (int i = 0; i < widths.length; i++) {
      out.write(i == 0 ? "-" : "-+-");
      out.write("-".repeat(widths[i]));
    }
    out.write("-\n");
  }

  private static List<String> cells(List<@Nullable Object> row) {
    List<String> cells = new ArrayList<>(row.size());
    for (Object value : row) {
      cells.add(value == null ? "NULL" : cell(JsonValues.text(value)));
    }
    return cells;
  }

  private static String cell(String text) {
    return Display.cut(Display.escaped(text), MAX_COLUMN_CHARS, ELLIPSIS);
  }
}
