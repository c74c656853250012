package io.datahem.contracts.lint;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import io.datahem.contracts.CheckReport;
import io.datahem.contracts.CheckReport.Waived;
import io.datahem.contracts.Finding;
import io.datahem.contracts.Place;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.Places;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks through valid contracts for what could be better. Waivers in the sources take away what
 * they allow until their day is over. Thread-safe.
 */
public final class Lint {
  private static final String OWNER_MISSING = "OWNER_MISSING";

  private final Clock clock;

  /**
   * A lint by a clock.
   *
   * @param clock says whether a waiver still holds
   */
  public Lint(Clock clock) {
    this.clock = clock;
  }

  /** Every rule, in the order of what it looks at: the documentation's. */
  public static List<LintRule<?>> rules() {
    return Stream.<List<? extends LintRule<?>>>of(
            FileLint.ALL,
            MessageLint.ALL,
            MessageLint.ONEOFS,
            FieldLint.ALL,
            EnumLint.TYPES,
            EnumLint.VALUES,
            List.of(CelLint.OF_FIELD))
        .<LintRule<?>>flatMap(List::stream)
        .toList();
  }

  /** The codes of everything that can be waived, in order. */
  public static Set<String> codes() {
    Set<String> codes = new TreeSet<>(Set.of(OWNER_MISSING));
    rules().forEach(rule -> codes.add(rule.code()));
    return codes;
  }

  /**
   * Adds what the rules say, and takes away what is waived.
   *
   * @param sources the files that are looked at
   * @param compilation of these and maybe more, without errors
   * @param found what was said of them before, which waivers may be about too
   */
  public CheckReport check(List<SourceFile> sources, Compilation compilation, List<Finding> found) {
    Set<Finding> findings = new LinkedHashSet<>(found);
    Map<String, FileDescriptor> files = new HashMap<>();
    compilation.files().forEach(file -> files.put(file.getName(), file));
    List<Waiver> waivers = new ArrayList<>();
    List<Finding> ofWaivers = new ArrayList<>();
    List<FileDescriptor> present = new ArrayList<>();
    Set<String> codes = codes();
    for (SourceFile source : sources) {
      FileDescriptor file = files.get(source.path());
      if (file != null) {
        present.add(file);
        waivers.addAll(Waivers.of(source, file, codes, ofWaivers));
      }
    }
    present.parallelStream().map(Lint::file).toList().forEach(findings::addAll);
    List<Waived> waived = waive(waivers, findings, ofWaivers);
    findings.addAll(ofWaivers);
    return new CheckReport(List.copyOf(findings), waived);
  }

  /**
   * Takes the waived away, which is the result.
   *
   * @param said takes what is to be said of waivers themselves
   */
  private List<Waived> waive(List<Waiver> waivers, Set<Finding> findings, List<Finding> said) {
    LocalDate today = LocalDate.now(clock);
    List<Waived> waived = new ArrayList<>();
    for (Waiver waiver : waivers) {
      boolean used = findings.stream().anyMatch(waiver::covers);
      if (waiver.isOver(today)) {
        said.add(
            Finding.warning(
                "WAIVER_EXPIRED",
                waiver.place(),
                "The waiver of " + waiver.rule() + " held until " + waiver.until() + ".",
                used ? "Do what the rule asks, or give it a new day." : "Remove the comment."));
      } else if (used) {
        findings.stream()
            .filter(waiver::covers)
            .map(finding -> new Waived(finding, waiver.reason(), waiver.until().toString()))
            .forEach(waived::add);
        findings.removeIf(waiver::covers);
      } else {
        said.add(
            Finding.warning(
                "WAIVER_UNUSED",
                waiver.place(),
                "The waiver of " + waiver.rule() + " allows nothing here.",
                "Remove the comment."));
      }
    }
    return waived;
  }

  private static Set<Finding> file(FileDescriptor file) {
    Set<Finding> findings = new LinkedHashSet<>();
    FileLint.ALL.forEach(rule -> say(rule, file, () -> new Place(file.getName(), 1, 1), findings));
    file.getEnumTypes().forEach(type -> enumType(type, findings));
    Deque<Descriptor> toVisit = new ArrayDeque<>(file.getMessageTypes());
    while (!toVisit.isEmpty()) {
      Descriptor message = toVisit.removeFirst();
      if (!message.getOptions().getMapEntry()) {
        message(message, findings);
        toVisit.addAll(message.getNestedTypes());
      }
    }
    return findings;
  }

  private static void message(Descriptor message, Set<Finding> findings) {
    Supplier<Place> place = () -> Places.of(message);
    MessageLint.ALL.forEach(rule -> say(rule, message, place, findings));
    say(CelLint.OF_MESSAGE, message, place, findings);
    message
        .getRealOneofs()
        .forEach(
            oneof ->
                MessageLint.ONEOFS.forEach(
                    rule -> say(rule, oneof, () -> Places.of(oneof.getField(0)), findings)));
    for (FieldDescriptor field : message.getFields()) {
      Supplier<Place> its = () -> Places.of(field);
      FieldLint.ALL.forEach(rule -> say(rule, field, its, findings));
      say(CelLint.OF_FIELD, field, its, findings);
    }
    message.getEnumTypes().forEach(type -> enumType(type, findings));
  }

  private static void enumType(EnumDescriptor type, Set<Finding> findings) {
    EnumLint.TYPES.forEach(rule -> say(rule, type, () -> Places.of(type), findings));
    type.getValues()
        .forEach(
            value ->
                EnumLint.VALUES.forEach(
                    rule -> say(rule, value, () -> Places.of(value), findings)));
  }

  private static <T extends GenericDescriptor> void say(
      LintRule<T> rule, T element, Supplier<Place> where, Set<Finding> findings) {
    rule.test()
        .apply(element)
        .ifPresent(
            what -> {
              Place place = where.get();
              String text = Character.toUpperCase(what.charAt(0)) + what.substring(1) + ".";
              findings.add(
                  rule.severity() == Finding.Severity.ERROR
                      ? Finding.error(rule.code(), place, "Cannot keep: " + what + ".", rule.why())
                      : Finding.warning(rule.code(), place, text, rule.why()));
            });
  }
}
