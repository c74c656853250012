package io.datahem.contracts.compile;

import io.datahem.contracts.Finding;
import io.datahem.contracts.Place;
import java.util.ArrayList;
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

  static List<Finding> parse(String output) {
    Set<Finding> findings = new LinkedHashSet<>();
    Set<String> missing = new LinkedHashSet<>();
    for (String line : output.split("\n", -1)) {
      Matcher placed = PLACED.matcher(line);
      Matcher fileOnly = FILE_ONLY.matcher(line);
      if (placed.matches()) {
        Place place =
            new Place(
                placed.group("file"),
                Integer.parseInt(placed.group("line")),
                Integer.parseInt(placed.group("column")));
        findings.add(finding(place, placed.group("message"), missing));
      } else if (fileOnly.matches()) {
        if (fileOnly.group("message").equals("File not found.")) {
          missing.add(fileOnly.group("file"));
        } else {
          findings.add(
              finding(new Place(fileOnly.group("file"), 0, 0), fileOnly.group("message"), missing));
        }
      }
    }
    return withoutFollowUps(new ArrayList<>(findings), missing);
  }

  private static Finding finding(Place place, String message, Set<String> missing) {
    if (message.startsWith(WARNING)) {
      return Finding.warning("PROTO_WARNING", place, message.substring(WARNING.length()), "");
    }
    Matcher missingImport = MISSING_IMPORT.matcher(message);
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

  /**
   * An import that cannot be read makes its importers fail as well: said once, at its own place.
   */
  private static List<Finding> withoutFollowUps(List<Finding> findings, Set<String> missing) {
    boolean importMissing = !missing.isEmpty();
    findings.removeIf(
        finding ->
            finding.code().equals("PROTO_SYNTAX")
                && (MISSING_IMPORT.matcher(finding.message()).matches()
                    || (importMissing && finding.message().endsWith("is not defined."))));
    return findings;
  }

  private ProtocErrors() {}
}
