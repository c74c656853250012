package io.datahem.contracts.compatibility;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a message or an enum keeps from use.
 *
 * @param ranges of numbers, in order
 * @param names of fields or values
 */
record Reservations(List<Range> ranges, Set<String> names) {

  /** Numbers from {@code first} to {@code last}, both included. */
  record Range(long first, long last) {}

  static Reservations of(DescriptorProto message) {
    return new Reservations(
        sorted(
            message.getReservedRangeList().stream()
                .map(range -> new Range(range.getStart(), range.getEnd() - 1L))
                .toList()),
        new HashSet<>(message.getReservedNameList()));
  }

  static Reservations of(EnumDescriptorProto type) {
    return new Reservations(
        sorted(
            type.getReservedRangeList().stream()
                .map(range -> new Range(range.getStart(), range.getEnd()))
                .toList()),
        new HashSet<>(type.getReservedNameList()));
  }

  private static List<Range> sorted(List<Range> ranges) {
    return ranges.stream().sorted(Comparator.comparingLong(Range::first)).toList();
  }

  /** What a later version keeps from use no more, in words; empty when it keeps all. */
  Optional<String> freedBy(Reservations later) {
    for (Range range : ranges) {
      long free = later.firstFree(range);
      if (free <= range.last) {
        return Optional.of("number " + free + " was reserved and is no more");
      }
    }
    return names.stream()
        .filter(name -> !later.names.contains(name))
        .sorted()
        .findFirst()
        .map(name -> "name '" + name + "' was reserved and is no more");
  }

  /** The first number of a range that is not reserved; the one behind its end when all are. */
  private long firstFree(Range range) {
    long next = range.first;
    for (Range covering : ranges) {
      if (covering.first <= next) {
        next = Math.max(next, covering.last + 1);
      }
    }
    return next;
  }
}
