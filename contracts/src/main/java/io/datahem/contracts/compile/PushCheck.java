package io.datahem.contracts.compile;

import io.datahem.contracts.Finding;
import io.datahem.contracts.Place;
import io.datahem.contracts.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a push is within its limits and its paths stay where they belong. */
final class PushCheck {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]*");

  private final PushLimits limits;

  PushCheck(PushLimits limits) {
    this.limits = limits;
  }

  List<Finding> check(List<SourceFile> files) {
    List<Finding> findings = new ArrayList<>();
    if (files.isEmpty()) {
      findings.add(
          Finding.error(
              "PUSH_EMPTY",
              Place.NONE,
              "Cannot compile nothing: no .proto file was found.",
              "Name a directory that holds some."));
    }
    if (files.size() > limits.maxFiles()) {
      findings.add(
          Finding.error(
              "PUSH_TOO_LARGE",
              Place.NONE,
              "Cannot compile "
                  + files.size()
                  + " files, expected at most "
                  + limits.maxFiles()
                  + ".",
              "Push them in several steps."));
      return findings;
    }
    long bytes = 0;
    Set<String> seen = new HashSet<>();
    for (SourceFile file : files) {
      byte[] encoded = file.text().getBytes(StandardCharsets.UTF_8);
      bytes += encoded.length;
      checkPath(file.path(), seen, findings);
      // Half a surrogate pair becomes a question mark; an encoder asked for it takes far longer.
      if (!new String(encoded, StandardCharsets.UTF_8).equals(file.text())) {
        findings.add(
            Finding.error(
                "SOURCE_NOT_UTF8",
                new Place(shown(file.path()), 0, 0),
                "Cannot take file '" + shown(file.path()) + "', expected text in UTF-8.",
                "Save it in UTF-8."));
      }
    }
    seen.forEach(path -> checkDirectories(path, seen, findings));
    if (bytes > limits.maxSourceBytes()) {
      findings.add(
          Finding.error(
              "PUSH_TOO_LARGE",
              Place.NONE,
              "Cannot compile "
                  + bytes
                  + " bytes, expected at most "
                  + limits.maxSourceBytes()
                  + ".",
              "Push them in several steps."));
    }
    return findings;
  }

  private void checkPath(String path, Set<String> seen, List<Finding> findings) {
    boolean wellFormed = path.length() <= limits.maxPathChars() && path.endsWith(".proto");
    for (String segment : path.split("/", -1)) {
      wellFormed &= SEGMENT.matcher(segment).matches();
    }
    if (!wellFormed) {
      findings.add(
          Finding.error(
              "PATH_INVALID",
              Place.NONE,
              "Cannot take file '"
                  + shown(path)
                  + "', expected a relative path like shop/v1/order.proto.",
              "Use letters, digits, '_', '-', '.' and '/', without '..'."));
    } else if (!seen.add(path)) {
      findings.add(
          Finding.error(
              "PATH_TWICE", new Place(path, 0, 0), "Cannot take file '" + path + "' twice.", ""));
    }
  }

  private static void checkDirectories(String path, Set<String> files, List<Finding> findings) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (files.contains(path.substring(0, slash))) {
        findings.add(
            Finding.error(
                "PATH_INVALID",
                new Place(path, 0, 0),
                "Cannot take file '" + path + "': another file's path is its directory.",
                "Rename one of them."));
      }
    }
  }

  private static String shown(String path) {
    return path.substring(0, Math.min(path.length(), 80)).replaceAll("\\p{Cntrl}", "?");
  }
}
