package io.datahem.contracts.compile;

import io.datahem.contracts.Finding;
import io.datahem.contracts.Place;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the compiler printed: {@code file:line:col: [warning: ]message}. */
final class ProtocErrors {
  private static final Pattern PLACED =
      Pattern.compile("(?<file>[^:]+\\.proto):(?<line>\\d+):(?<column>\\d+): (?<message>.*)");
  private static final Pattern FILE_ONLY =
      Pattern.compile("(?<file>[^:]+\\.proto): (?<message>.*)");
  private static final Pattern MISSING_IMPORT =
      Pattern.compile("Import \"(?<file>[^\"]+)\" was not found or had errors\\.");
  private static final String WARNING = "warning: ";

  private final Set<Finding> findings = new LinkedHashSet<>();

  /** Imports that are not there. */
  private final Set<String> missing = new HashSet<>();

  /** Files of which an import is not there or has errors of its own. */
  private final Set<String> importers = new HashSet<>();

  private final Sources sources;

  private ProtocErrors(Sources sources) {
    this.sources = sources;
  }

  static List<Finding> parse(String output, Sources sources) {
    ProtocErrors errors = new ProtocErrors(sources);
    output.lines().forEach(errors::line);
    return errors.findings.stream().filter(finding -> !errors.isFollowUp(finding)).toList();
  }

  private void line(String line) {
    Matcher placed = PLACED.matcher(line);
    Matcher fileOnly = FILE_ONLY.matcher(line);
    if (placed.matches()) {
      Place place =
          new Place(
              sources.path(placed.group("file")),
              Integer.parseInt(placed.group("line")),
              Integer.parseInt(placed.group("column")));
      findings.add(finding(place, placed.group("message")));
    } else if (fileOnly.matches() && fileOnly.group("message").equals("File not found.")) {
      missing.add(fileOnly.group("file"));
    } else if (fileOnly.matches()) {
      findings.add(
          finding(
              new Place(sources.path(fileOnly.group("file")), 0, 0), fileOnly.group("message")));
    }
  }

  private Finding finding(Place place, String message) {
    if (message.startsWith(WARNING)) {
      return Finding.warning("PROTO_WARNING", place, message.substring(WARNING.length()), "");
    }
    Matcher missingImport = MISSING_IMPORT.matcher(message);
    if (missingImport.matches()) {
      importers.add(place.file());
    }
    if (missingImport.matches() && missing.contains(missingImport.group("file"))) {
      return Finding.error(
          "IMPORT_UNKNOWN",
          place,
          "Cannot import '"
              + missingImport.group("file")
              + "': it is not in the push, not registered and not built in.",
          "Push it too, or correct the path (relative to the pushed directory).");
    }
    return Finding.error("PROTO_SYNTAX", place, message, "");
  }

  /** What is wrong only because an import is: that is said at its own place. */
  private boolean isFollowUp(Finding finding) {
    return finding.code().equals("PROTO_SYNTAX")
        && (MISSING_IMPORT.matcher(finding.message()).matches()
            || (importers.contains(finding.file())
                && finding.message().endsWith("is not defined.")));
  }
}
