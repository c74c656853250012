package io.datahem.contracts.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.datahem.contracts.Breakage;
import io.datahem.contracts.Finding;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Changes schemas by chance, writes events with the one and reads them with the other by protobuf's
 * own parsers, both ways, and compares with the verdict: what breaks is never called compatible,
 * and what is called a break and is none is of a kind that is listed here.
 *
 * <p>{@code -Ddatahem.seed=N} for another run, {@code -Ddatahem.pairs=N} for a longer one.
 */
class MutationTest {
  private static final long SEED = Long.getLong("datahem.seed", 20_260_101L);
  private static final int PAIRS = Integer.getInteger("datahem.pairs", 3_000);
  private static final int EVENTS = 12;
  private static final Set<Format> FORMATS =
      EnumSet.of(Format.WIRE, Format.JSON, Format.JSON_STRICT);

  /** Codes that may be said where no event shows the break, and why that is right. */
  private static final Map<String, String> FALSE_ALARMS =
      Map.of(
          "RESERVATION_REMOVED",
          "Nothing breaks until the number is given away: it is refused before.",
          "MESSAGE_REMOVED",
          "No reader is left that could read the events wrongly.");

  private final Random random = new Random(SEED);
  private final RandomSchemas schemas = new RandomSchemas(random);
  private final RandomEvents events = new RandomEvents(random);
  private final Map<String, Integer> falseAlarms = new TreeMap<>();
  private final List<String> missed = new ArrayList<>();
  private int compared;
  private int broken;

  @Test
  void noBreakIsCalledCompatible() {
    System.out.println("MutationTest: -Ddatahem.seed=" + SEED + " -Ddatahem.pairs=" + PAIRS);
    while (compared < PAIRS) {
      FileDescriptorProto schema = schemas.schema();
      Optional<FileDescriptor> before = RandomSchemas.linked(schema);
      FileDescriptorProto changed = schemas.mutated(schema);
      Optional<FileDescriptor> after = RandomSchemas.linked(changed);
      if (before.isPresent() && after.isPresent() && !schema.equals(changed)) {
        compared++;
        compare(before.get(), after.get());
      }
    }
    System.out.println(
        "MutationTest: " + compared + " pairs, " + broken + " broken, false alarms " + falseAlarms);
    assertThat(missed).isEmpty();
    assertThat(broken).isGreaterThan(PAIRS / 4).isLessThan(PAIRS);
    assertThat(falseAlarms.keySet()).isSubsetOf(FALSE_ALARMS.keySet());
  }

  private void compare(FileDescriptor before, FileDescriptor after) {
    List<Finding> findings =
        SchemaCompatibility.check(CompatibilityLevel.FULL, FORMATS, List.of(before), after);
    broken += findings.isEmpty() ? 0 : 1;
    Map<Break, String> seen = new TreeMap<>();
    read(before, after, true, seen);
    read(after, before, false, seen);
    Set<Break> said = EnumSet.noneOf(Break.class);
    for (Finding finding : findings) {
      said.addAll(Objects.requireNonNull(finding.breakage()).breaks());
    }
    for (Break whom : List.copyOf(said)) {
      if (whom.format() == Format.JSON) {
        said.add(Break.of(whom.backward(), Format.JSON_STRICT));
      }
    }
    seen.forEach(
        (whom, event) -> {
          if (!said.contains(whom)) {
            missed.add(
                String.format(
                    "%s is broken by %s, and it is not said: %s%nBEFORE %s%nAFTER %s",
                    whom, event, findings, before.toProto(), after.toProto()));
          }
        });
    findings.forEach(finding -> checkAlarm(finding, before, after));
  }

  private void read(
      FileDescriptor writer, FileDescriptor reader, boolean backward, Map<Break, String> seen) {
    SchemaTypes types = SchemaTypes.of(reader);
    for (Descriptor type : writer.getMessageTypes()) {
      Descriptor same = types.find(type, SchemaTypes.of(writer));
      for (int i = 0; same != null && i < EVENTS; i++) {
        DynamicMessage event = events.event(type);
        for (Format format : FORMATS) {
          wrong(format, event, same)
              .ifPresent(
                  what -> seen.putIfAbsent(Break.of(backward, format), json(event) + ": " + what));
        }
      }
    }
  }

  private static Optional<String> wrong(Format format, DynamicMessage event, Descriptor reader) {
    return ReaderOfBoth.wrong(format, event, json(event), reader);
  }

  private static String json(DynamicMessage event) {
    try {
      return JsonFormat.printer().omittingInsignificantWhitespace().print(event);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The event that a finding shows must break whom it says. */
  private void checkAlarm(Finding finding, FileDescriptor before, FileDescriptor after) {
    Breakage breakage = Objects.requireNonNull(finding.breakage());
    List<Break> unproven = new ArrayList<>();
    breakage
        .examples()
        .forEach(
            (whom, json) -> {
              if (!ExamplesBreakTest.isBroken(breakage.message(), whom, json, before, after)) {
                unproven.add(whom);
              }
            });
    if (!unproven.isEmpty()) {
      falseAlarms.merge(finding.code(), 1, Integer::sum);
      if (!FALSE_ALARMS.containsKey(finding.code())) {
        System.out.println(
            "MutationTest: false alarm "
                + finding
                + " "
                + breakage
                + " unproven for "
                + unproven
                + "\nBEFORE "
                + before.toProto()
                + "\nAFTER "
                + after.toProto());
      }
    }
  }
}
