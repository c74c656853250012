package io.datahem.contracts.compatibility;

import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The rules of a message that both versions have. */
@SuppressWarnings("ImmutableEnumChecker") // the tests are lambdas without state
enum MessageRules implements Rule<Descriptor> {
  FIELD_REMOVED(
      "Its number could be given away again, and old data read as something that it is not.",
      "Reserve its number and its name: reserved N; reserved \"name\";",
      MessageRules::removed),
  RESERVATION_REMOVED(
      "The number belonged to a field that old data still has.",
      "Keep it reserved.",
      MessageRules::unreserved);

  private final String why;
  private final String fix;
  private final BiFunction<Descriptor, Descriptor, Optional<String>> test;

  MessageRules(String why, String fix, BiFunction<Descriptor, Descriptor, Optional<String>> test) {
    this.why = why;
    this.fix = fix;
    this.test = test;
  }

  static final List<MessageRules> ALL = List.of(values());

  @Override
  public String code() {
    return name();
  }

  @Override
  public String why() {
    return why;
  }

  @Override
  public String fix() {
    return fix;
  }

  @Override
  public Optional<String> broken(Descriptor before, Descriptor after) {
    return test.apply(before, after);
  }

  private static Optional<String> removed(Descriptor before, Descriptor after) {
    return before.getFields().stream()
        .filter(field -> after.findFieldByNumber(field.getNumber()) == null)
        .filter(
            field ->
                !after.isReservedNumber(field.getNumber())
                    || !after.isReservedName(field.getName()))
        .map(MessageRules::removal)
        .reduce((first, next) -> first + ", " + next);
  }

  private static String removal(FieldDescriptor field) {
    return "field " + field.getNumber() + " '" + field.getName() + "' was removed and not reserved";
  }

  private static Optional<String> unreserved(Descriptor before, Descriptor after) {
    List<ReservedRange> kept =
        after.toProto().getReservedRangeList().stream()
            .sorted(Comparator.comparingInt(ReservedRange::getStart))
            .toList();
    for (ReservedRange range : before.toProto().getReservedRangeList()) {
      int free = firstFree(range, kept);
      if (free < range.getEnd()) {
        return Optional.of("number " + free + " was reserved and is no more");
      }
    }
    return before.toProto().getReservedNameList().stream()
        .filter(name -> !after.isReservedName(name))
        .findFirst()
        .map(name -> "name '" + name + "' was reserved and is no more");
  }

  /** The first number of a range that no kept one covers; the range's end when all are covered. */
  private static int firstFree(ReservedRange range, List<ReservedRange> kept) {
    int next = range.getStart();
    for (ReservedRange covering : kept) {
      if (covering.getStart() <= next) {
        next = Math.max(next, covering.getEnd());
      }
    }
    return Math.min(next, range.getEnd());
  }
}
