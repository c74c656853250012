package io.datahem.contracts.lint;

import static io.datahem.contracts.lint.FileLint.expected;
import static io.datahem.contracts.lint.LintRule.warning;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.options.StreamOptions;
import io.datahem.contracts.options.StreamOptionsReader;
import java.util.List;
import java.util.Optional;

/** The rules of messages and their oneofs. */
final class MessageLint {
  static final LintRule<Descriptor> MESSAGE_PASCAL_CASE =
      warning(
          "MESSAGE_PASCAL_CASE",
          "Languages make classes of it.",
          message ->
              expected(
                  !Casing.isPascal(message.getName()),
                  "message",
                  message.getName(),
                  Casing.pascal(message.getName())));

  static final LintRule<Descriptor> MESSAGE_DESCRIPTION_MISSING =
      warning(
          "MESSAGE_DESCRIPTION_MISSING",
          "Its table has no description either.",
          message ->
              isStream(message) && options(message).description().isEmpty()
                  ? Optional.of(
                      "stream '"
                          + options(message).stream()
                          + "' has no description, expected a comment before the message")
                  : Optional.empty());

  static final LintRule<Descriptor> TABLE_RESERVED_WORD =
      warning(
          "TABLE_RESERVED_WORD",
          "Every query has to quote it.",
          message ->
              expected(
                  isStream(message) && ReservedWords.isReserved(options(message).table()),
                  "table",
                  isStream(message) ? options(message).table() : "",
                  "a name that SQL does not reserve"));

  static final LintRule<OneofDescriptor> ONEOF_LOWER_SNAKE_CASE =
      warning(
          "ONEOF_LOWER_SNAKE_CASE",
          "Names in JSON and in languages are made of it.",
          oneof ->
              expected(
                  !Casing.isLowerSnake(oneof.getName()),
                  "oneof",
                  oneof.getName(),
                  Casing.lowerSnake(oneof.getName())));

  static final List<LintRule<Descriptor>> ALL =
      List.of(MESSAGE_PASCAL_CASE, MESSAGE_DESCRIPTION_MISSING, TABLE_RESERVED_WORD);

  static final List<LintRule<OneofDescriptor>> ONEOFS = List.of(ONEOF_LOWER_SNAKE_CASE);

  static boolean isStream(Descriptor message) {
    return message.getContainingType() == null && StreamOptionsReader.isStream(message);
  }

  private static StreamOptions options(Descriptor message) {
    return Contracts.of(message, 0).options();
  }

  private MessageLint() {}
}
