package io.datahem.contracts.lint;

import com.google.protobuf.Descriptors.GenericDescriptor;
import io.datahem.contracts.Finding.Severity;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that a contract should be. Immutable.
 *
 * @param code the stable code
 * @param severity whether {@code contract check} fails for it
 * @param why whom it helps, in a sentence
 * @param test what is wrong with an element and what is expected, as {@code field 'orderId',
 *     expected order_id}; empty when nothing is
 * @param <T> the kind of element that it looks at
 */
public record LintRule<T extends GenericDescriptor>(
    String code, Severity severity, String why, Function<T, Optional<String>> test) {

  static <T extends GenericDescriptor> LintRule<T> warning(
      String code, String why, Function<T, Optional<String>> test) {
    return new LintRule<>(code, Severity.WARNING, why, test);
  }
}
