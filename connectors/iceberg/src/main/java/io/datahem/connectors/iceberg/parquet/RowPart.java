package io.datahem.connectors.iceberg.parquet;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** What becomes of a value of a row, in any file. Immutable. */
interface RowPart {

  /**
   * A file that opens.
   *
   * @param columns takes its column writers
   */
  record Opening(
      ParquetLimits limits, PageBuffer buffer, IntPredicate dictionaries, ColumnWriter[] columns) {

    Node[] all(List<RowPart> parts) {
      Node[] nodes = new Node[parts.size()];
      Arrays.setAll(nodes, i -> parts.get(i).open(this));
      return nodes;
    }

    ColumnWriter[] in(Range range) {
      return Arrays.copyOfRange(columns, range.from, range.until);
    }
  }

  /** Columns of the file, from one up to but without another. */
  record Range(int from, int until) {}

  Node open(Opening file);

  /** A column. */
  record Leaf(ColumnShape shape, ColumnKind kind) implements RowPart {
    @Override
    public Node open(Opening file) {
      ColumnWriter column =
          kind.open(shape, file.limits(), file.buffer(), file.dictionaries().test(shape.index()));
      file.columns()[shape.index()] = column;
      return column;
    }
  }

  /** A record by the slots of its fields. */
  record Slots(boolean optional, Range columns, List<RowPart> fields, int[] slots)
      implements RowPart {
    @Override
    public Node open(Opening file) {
      Node[] nodes = file.all(fields);
      return new GroupNode.Slots(optional, file.in(columns), nodes, slots);
    }
  }

  /** A record of Iceberg's. */
  record OfRecord(boolean optional, Range columns, List<RowPart> fields) implements RowPart {
    @Override
    public Node open(Opening file) {
      Node[] nodes = file.all(fields);
      return new GroupNode.OfRecord(optional, file.in(columns), nodes);
    }
  }

  /** A list. */
  record Elements(boolean optional, Range columns, RowPart element, int maxRepetition)
      implements RowPart {
    @Override
    public Node open(Opening file) {
      Node node = element.open(file);
      return new GroupNode.Elements(optional, file.in(columns), node, maxRepetition);
    }
  }

  /** A map. */
  record Entries(boolean optional, Range columns, RowPart key, RowPart value, int maxRepetition)
      implements RowPart {
    @Override
    public Node open(Opening file) {
      Node keys = key.open(file);
      Node values = value.open(file);
      return new GroupNode.Entries(optional, file.in(columns), keys, values, maxRepetition);
    }
  }
}
