package io.datahem.contracts.infer;

/**
 * What the memory of an inference is bounded by: it grows with the distinct fields of the events,
 * never with their number.
 *
 * @param maxNestingDepth how deep an event nests; deeper ones the decoder would reject, so they are
 *     refused
 * @param maxTextChars how long one text or key of an event is; longer ones are refused
 * @param maxFieldsPerObject how many distinct keys the objects of one place have; with more they
 *     are a map, and an event itself is refused
 * @param maxFields how many distinct fields all objects within events have; what lies beyond is
 *     kept as JSON
 * @param maxDistinctValues how many distinct texts are remembered per field
 * @param maxRememberedChars how long a remembered text is; longer ones are only counted
 */
public record InferenceLimits(
    int maxNestingDepth,
    int maxTextChars,
    int maxFieldsPerObject,
    int maxFields,
    int maxDistinctValues,
    int maxRememberedChars) {

  /** The decoder's depth, and more fields than a table may have. */
  public static final InferenceLimits DEFAULT =
      new InferenceLimits(100, 16 << 20, 1_000, 20_000, 24, 80);
}
