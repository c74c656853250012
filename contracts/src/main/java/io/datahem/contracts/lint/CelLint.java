package io.datahem.contracts.lint;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.datahem.contracts.Finding.Severity;
import java.util.Optional;

/** Whether the CEL expressions of {@code buf.validate} compile. */
final class CelLint {
  private static final String CODE = "CEL_INVALID";
  private static final String WHY = "Whoever validates with it refuses every event.";

  static final LintRule<Descriptor> OF_MESSAGE =
      new LintRule<>(CODE, Severity.ERROR, WHY, CelLint::ofMessage);

  static final LintRule<FieldDescriptor> OF_FIELD =
      new LintRule<>(CODE, Severity.ERROR, WHY, CelLint::ofField);

  private static Optional<String> ofMessage(Descriptor message) {
    return message.getOptions().getUnknownFields().hasField(1159)
        ? Cel.wrong(message)
        : Optional.empty();
  }

  private static Optional<String> ofField(FieldDescriptor field) {
    return field.getOptions().getUnknownFields().hasField(1159)
        ? Cel.wrong(field)
        : Optional.empty();
  }

  private CelLint() {}
}
