package io.datahem.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The recorded GitHub webhooks, by stream: {@code github-} and the event type. */
public final class GithubEvents {

  /** The payloads of a file of {@code {"event": …, "payload": …}} lines. */
  public static Map<String, List<String>> read(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Map<String, List<String>> byStream = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode event = json.readTree(line);
      String stream = "github-" + event.path("event").asText().replace('_', '-');
      byStream
          .computeIfAbsent(stream, s -> new ArrayList<>())
          .add(event.path("payload").toString());
    }
    return byStream;
  }

  private GithubEvents() {}
}
