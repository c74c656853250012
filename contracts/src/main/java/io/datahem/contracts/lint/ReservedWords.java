package io.datahem.contracts.lint;

import java.util.Locale;
import java.util.Set;

/** The words that SQL engines reserve: of BigQuery's GoogleSQL, of DuckDB and of the standard. */
public final class ReservedWords {
  private static final Set<String> WORDS =
      Set.of(
          ("all analyse analyze and any array as asc asymmetric at between both by case cast check"
                  + " collate column constraint contains create cross cube current date_part default"
                  + " deferrable define desc describe distinct do else end enum escape except exclude"
                  + " exists extract false fetch following for foreign from full grant group grouping"
                  + " groups hash having if ignore in initially inner intersect interval into is join"
                  + " lambda lateral leading left like limit lookup merge natural new no not null"
                  + " nulls of offset on only or order outer over partition pivot placing preceding"
                  + " primary proto qualify range recursive references respect returning right rollup"
                  + " rows select set show some struct summarize symmetric table tablesample then to"
                  + " trailing treat true unbounded union unique unnest unpivot using variadic when"
                  + " where window with within")
              .split(" "));

  /** True when a name has to be quoted, whatever the case of its letters. */
  public static boolean isReserved(String name) {
    return WORDS.contains(name.toLowerCase(Locale.ROOT));
  }

  private ReservedWords() {}
}
