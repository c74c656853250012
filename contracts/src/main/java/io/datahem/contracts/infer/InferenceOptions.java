package io.datahem.contracts.infer;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the samples cannot say.
 *
 * @param owner who answers for the contracts
 * @param hidden fields whose whole key matches are declared, and have no column
 */
public record InferenceOptions(Optional<String> owner, Optional<Pattern> hidden) {

  /** Nobody is named, and every field has a column. */
  public static final InferenceOptions NONE =
      new InferenceOptions(Optional.empty(), Optional.empty());

  boolean hides(String key) {
    return hidden.filter(pattern -> pattern.matcher(key).matches()).isPresent();
  }
}
