package io.datahem.connectors.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.connectors.iceberg.parquet.ColumnShape;
import io.datahem.connectors.iceberg.parquet.ColumnTotals;
import java.util.List;
import org.apache.iceberg.types.Types;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;

class DictionaryChoiceTest {
  private static final ColumnShape SHAPE =
      new ColumnShape(
          0,
          1,
          List.of("id"),
          Types.StringType.get(),
          org.apache.parquet.schema.Types.optional(PrimitiveTypeName.BINARY).named("id"),
          0,
          1);

  private final DictionaryChoice choice = new DictionaryChoice(1);

  private static List<ColumnTotals> totals(long values, long nulls, boolean dictionary) {
    return List.of(new ColumnTotals(SHAPE, 100, values, nulls, -1, null, null, dictionary));
  }

  @Test
  void whatOneFileFoundToBeInVainIsNotTriedInTheNext() {
    assertThat(choice.next(0)).isTrue();
    choice.learn(1_000, totals(1_000, 0, false));
    for (int file = 0; file < DictionaryChoice.FILES_UNTIL_RETRIED; file++) {
      assertThat(choice.next(0)).as("file %d", file).isFalse();
    }
    assertThat(choice.next(0)).isTrue();
  }

  @Test
  void filesThatSayNothingChangeNothing() {
    choice.learn(29, totals(29, 0, false));
    choice.learn(1_000, totals(1_000, 1_000, false));
    choice.learn(1_000, totals(1_000, 0, true));
    assertThat(choice.next(0)).isTrue();
  }
}
