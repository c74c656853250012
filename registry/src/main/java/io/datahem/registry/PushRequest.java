package io.datahem.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compatibility.CompatibilityLevel;
import io.datahem.registry.http.Call;
import io.datahem.registry.http.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The body of a push. A member that nobody knows is refused: a misspelt {@code dryRun} would push
 * for real.
 *
 * @param files all files of the push
 * @param dryRun true when nothing is to be changed
 * @param level what every stream has to keep in place of its own level; in a dry run only
 */
record PushRequest(List<SourceFile> files, boolean dryRun, Optional<CompatibilityLevel> level) {
  private static final int MAX_BODY_BYTES = 20 << 20;
  private static final int MAX_SHOWN_CHARS = 32;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> MEMBERS = Set.of("files", "dryRun", "level");
  private static final Set<String> OF_A_FILE = Set.of("path", "text");
  private static final String A_BODY = "{\"files\": […], \"dryRun\": true or false, \"level\": …}";
  private static final String A_FILE = "{\"path\": …, \"text\": …}";

  PushRequest {
    files = List.copyOf(files);
  }

  /** Reads a call's body. */
  static PushRequest of(Call call) {
    JsonNode body;
    try {
      body = JSON.readTree(call.body(MAX_BODY_BYTES));
    } catch (IOException e) {
      throw invalid("Cannot read the body, expected JSON.");
    }
    if (body == null
        || !body.path("files").isArray()
        || !(body.path("dryRun").isBoolean() || body.path("dryRun").isMissingNode())) {
      throw invalid("Cannot take the body, expected " + A_BODY + ".");
    }
    refuseOthers(body, MEMBERS, A_BODY);
    boolean dryRun = body.path("dryRun").asBoolean(false);
    return new PushRequest(
        files(body.path("files")),
        dryRun,
        body.has("level") ? Optional.of(level(body.path("level"), dryRun)) : Optional.empty());
  }

  private static List<SourceFile> files(JsonNode array) {
    List<SourceFile> files = new ArrayList<>();
    for (JsonNode file : array) {
      if (!file.path("path").isTextual() || !file.path("text").isTextual()) {
        throw invalid("Cannot take a file, expected " + A_FILE + ".");
      }
      refuseOthers(file, OF_A_FILE, A_FILE);
      files.add(new SourceFile(file.path("path").asText(), file.path("text").asText()));
    }
    return files;
  }

  private static void refuseOthers(JsonNode object, Set<String> known, String expected) {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        String shown =
            name.length() > MAX_SHOWN_CHARS ? name.substring(0, MAX_SHOWN_CHARS) + "…" : name;
        throw invalid("Cannot take the member \"" + shown + "\", expected " + expected + ".");
      }
    }
  }

  /** The owners of streams decide what these keep: a push cannot, a rehearsal can ask. */
  private static CompatibilityLevel level(JsonNode level, boolean dryRun) {
    if (dryRun) {
      for (CompatibilityLevel each : CompatibilityLevel.values()) {
        if (each.name().equals(level.asText())) {
          return each;
        }
      }
    }
    throw invalid(
        "Cannot take the level, expected one of "
            + Arrays.toString(CompatibilityLevel.values())
            + " with \"dryRun\": true.");
  }

  private static RefusedException invalid(String message) {
    return ContractsApi.refusal(RegistryProblem.REQUEST_INVALID, message + " Nothing was pushed.");
  }
}
