package io.datahem.contracts.lint;

import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.contracts.Finding;
import io.datahem.contracts.Place;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.Places;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The waivers of a source. One is about the element that stands on its line or behind it, with all
 * that is in it; before the file's {@code syntax} or {@code edition}, about the whole file.
 */
final class Waivers {
  private static final String MARK = "datahem:allow";
  private static final Pattern COMMENT = Pattern.compile("//\\s*datahem:allow\\b(?<rest>.*)");
  private static final Pattern WELL_FORMED =
      Pattern.compile(
          "\\s+(?<rule>[A-Z][A-Z0-9_]*)\\s+(?<reason>\\S.*?)\\s+until\\s+(?<until>\\d{4}-\\d{2}-\\d{2})\\s*");
  private static final Pattern HEAD = Pattern.compile("\\s*(syntax|edition)\\b.*");

  private final SourceFile source;
  private final List<String> lines;
  private final Map<Integer, Integer> ends = new HashMap<>();
  private final Set<String> rules;
  private final List<Finding> findings;
  private final List<Waiver> waivers = new ArrayList<>();

  private Waivers(SourceFile source, Set<String> rules, List<Finding> findings) {
    this.source = source;
    this.lines = source.text().lines().toList();
    this.rules = rules;
    this.findings = findings;
  }

  /**
   * Reads a source's waivers.
   *
   * @param file the compiled source, for where its elements end
   * @param rules the codes that can be waived
   * @param findings takes what is wrong with waivers themselves
   */
  static List<Waiver> of(
      SourceFile source, FileDescriptor file, Set<String> rules, List<Finding> findings) {
    if (!source.text().contains(MARK)) {
      return List.of();
    }
    Waivers waivers = new Waivers(source, rules, findings);
    for (Location location : Places.sourceInfo(file).getLocationList()) {
      int last = location.getSpanCount() == 4 ? location.getSpan(2) : location.getSpan(0);
      if (location.getPathCount() > 0) {
        waivers.ends.merge(location.getSpan(0) + 1, last + 1, Math::max);
      }
    }
    for (int line = 1; line <= waivers.lines.size(); line++) {
      waivers.read(line);
    }
    return waivers.waivers;
  }

  private void read(int line) {
    String text = lines.get(line - 1);
    Matcher comment = COMMENT.matcher(text);
    if (!comment.find() || isInText(text, comment.start())) {
      return;
    }
    Place place = new Place(source.path(), line, comment.start() + 1);
    Matcher waiver = WELL_FORMED.matcher(comment.group("rest"));
    if (!waiver.matches()) {
      invalid(place, "'" + text.strip() + "'");
      return;
    }
    if (!rules.contains(waiver.group("rule"))) {
      invalid(place, "rule '" + waiver.group("rule") + "', which is none that can be waived");
      return;
    }
    try {
      LocalDate until = LocalDate.parse(waiver.group("until"));
      int first = text.substring(0, comment.start()).isBlank() ? next(line) : line;
      boolean file = first <= lines.size() && HEAD.matcher(lines.get(first - 1)).matches();
      waivers.add(
          new Waiver(
              place,
              waiver.group("rule"),
              waiver.group("reason"),
              until,
              file ? 1 : first,
              file ? lines.size() : ends.getOrDefault(first, first)));
    } catch (DateTimeException e) {
      invalid(place, "date '" + waiver.group("until") + "'");
    }
  }

  /** The next line that is no comment and not empty. */
  private int next(int line) {
    int next = line + 1;
    while (next <= lines.size() && lines.get(next - 1).strip().matches("(//.*)?")) {
      next++;
    }
    return next;
  }

  private static boolean isInText(String line, int position) {
    return line.substring(0, position).chars().filter(each -> each == '"').count() % 2 == 1;
  }

  private void invalid(Place place, String found) {
    findings.add(
        Finding.error(
            "WAIVER_INVALID",
            place,
            "Cannot read a waiver: "
                + found
                + ", expected one of a rule, with a reason and a date.",
            "Write // datahem:allow RULE reason until 2027-01-31"));
  }
}
