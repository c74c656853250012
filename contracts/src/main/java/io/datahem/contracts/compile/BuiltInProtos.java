package io.datahem.contracts.compile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The files that every push may import without bringing them. A pushed file of the same path is
 * left aside.
 */
final class BuiltInProtos {
  private static final List<String> GOOGLE_PROTOBUF =
      List.of(
          "any",
          "api",
          "descriptor",
          "duration",
          "empty",
          "field_mask",
          "source_context",
          "struct",
          "timestamp",
          "type",
          "wrappers");
  private static final List<String> GOOGLE_TYPE =
      List.of(
          "calendar_period",
          "color",
          "date",
          "datetime",
          "dayofweek",
          "decimal",
          "expr",
          "fraction",
          "interval",
          "latlng",
          "localized_text",
          "money",
          "month",
          "phone_number",
          "postal_address",
          "quaternion",
          "timeofday");

  /** Their import paths. */
  static final Set<String> PATHS = paths();

  private static Set<String> paths() {
    Set<String> paths = new LinkedHashSet<>();
    GOOGLE_PROTOBUF.forEach(name -> paths.add("google/protobuf/" + name + ".proto"));
    GOOGLE_TYPE.forEach(name -> paths.add("google/type/" + name + ".proto"));
    paths.add("buf/validate/validate.proto");
    paths.add("datahem/contract.proto");
    paths.add("datahem/options/options.proto");
    return Set.copyOf(paths);
  }

  /** Writes them under a directory. */
  static void extract(Path directory) {
    for (String path : PATHS) {
      try (InputStream in = BuiltInProtos.class.getResourceAsStream("/proto/" + path)) {
        if (in == null) {
          throw new IllegalStateException("Cannot find built-in /proto/" + path + " in the jar");
        }
        Path target = directory.resolve(path);
        Files.createDirectories(target.getParent());
        Files.copy(in, target);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private BuiltInProtos() {}
}
