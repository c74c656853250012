package io.datahem.app.cli;

import io.datahem.contracts.Breakage;
import io.datahem.contracts.CheckReport;
import io.datahem.contracts.CheckReport.Waived;
import io.datahem.contracts.Finding;
import io.datahem.contracts.Finding.Severity;
import io.datahem.contracts.Place;
import io.datahem.contracts.compatibility.CompatibilityCheck;
import io.datahem.contracts.lint.Lint;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A check as SARIF 2.1.0, which code hosts show beside the changed lines. Paths are as seen from
 * the directory that the command is started in.
 */
final class SarifLog {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  private static final Map<String, String> WHY = why();

  private final Path directory;
  private final Map<String, Integer> rules = new LinkedHashMap<>();

  SarifLog(Path directory) {
    this.directory = directory;
  }

  private static Map<String, String> why() {
    Map<String, String> why = new HashMap<>();
    CompatibilityCheck.rules().forEach(rule -> why.put(rule.code(), rule.why()));
    Lint.rules().forEach(rule -> why.put(rule.code(), rule.why()));
    return why;
  }

  Map<String, Object> of(CheckReport report) {
    List<Map<String, Object>> results = new ArrayList<>();
    report.findings().forEach(finding -> results.add(result(finding)));
    report.waived().forEach(waived -> results.add(waived(waived)));
    Map<String, Object> driver = new LinkedHashMap<>();
    driver.put("name", "DataHem");
    driver.put("rules", rules.keySet().stream().map(SarifLog::rule).toList());
    Map<String, Object> log = new LinkedHashMap<>();
    log.put("$schema", SCHEMA);
    log.put("version", "2.1.0");
    log.put("runs", List.of(Map.of("tool", Map.of("driver", driver), "results", results)));
    return log;
  }

  private static Map<String, Object> rule(String code) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("id", code);
    String why = WHY.get(code);
    if (why != null) {
      rule.put("shortDescription", Map.of("text", why));
    }
    return rule;
  }

  private Map<String, Object> waived(Waived waived) {
    Map<String, Object> result = result(waived.finding());
    result.put(
        "suppressions",
        List.of(
            Map.of(
                "kind",
                "inSource",
                "justification",
                waived.reason() + " (until " + waived.until() + ")")));
    return result;
  }

  private Map<String, Object> result(Finding finding) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ruleId", finding.code());
    result.put("ruleIndex", rules.computeIfAbsent(finding.code(), code -> rules.size()));
    result.put("level", finding.severity() == Severity.ERROR ? "error" : "warning");
    String fix = finding.fix().isEmpty() ? "" : " " + finding.fix();
    result.put("message", Map.of("text", finding.message() + fix));
    result.put(
        "locations",
        List.of(location(new Place(finding.file(), finding.line(), finding.column()))));
    Breakage breakage = finding.breakage();
    if (breakage != null) {
      Map<String, Object> properties = new LinkedHashMap<>();
      properties.put("message", breakage.message());
      properties.put("was", breakage.before());
      properties.put("breaks", breakage.examples());
      result.put("properties", properties);
    }
    return result;
  }

  private Map<String, Object> location(Place place) {
    Map<String, Object> physical = new LinkedHashMap<>();
    physical.put("artifactLocation", Map.of("uri", uri(place.file())));
    if (place.line() > 0) {
      physical.put(
          "region", Map.of("startLine", place.line(), "startColumn", Math.max(1, place.column())));
    }
    return Map.of("physicalLocation", physical);
  }

  /** What has no file is about the whole directory. */
  private String uri(String file) {
    String path = directory.resolve(file).normalize().toString().replace('\\', '/');
    try {
      return directory.isAbsolute()
          ? directory.resolve(file).normalize().toUri().toString()
          : new URI(null, null, path.isEmpty() ? "." : path, null).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
