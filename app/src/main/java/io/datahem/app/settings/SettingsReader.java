package io.datahem.app.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.datahem.collector.CollectorSettings;
import io.datahem.collector.CollectorSettings.UnknownStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads settings from a YAML file and from {@code key=value} pairs, which win. Every problem is
 * reported, each with its key, what was found and what was expected; a key that nobody knows is a
 * problem too.
 */
public final class SettingsReader {
  private static final List<String> KEYS =
      List.of(
          "data",
          "collector.host",
          "collector.port",
          "collector.maxBodyBytes",
          "collector.maxLines",
          "collector.maxHeaderBytes",
          "collector.maxInFlightBytes",
          "collector.idleSeconds",
          "collector.maxBodySeconds",
          "collector.allowedHeaders",
          "collector.unknownStreams",
          "collector.spool.maxBytes",
          "registry.host",
          "registry.port",
          "registry.store",
          "log.port",
          "log.partitions",
          "log.retention",
          "log.flushEveryEvent",
          "pipeline.parallelism",
          "pipeline.partMillis",
          "pipeline.duplicateHorizon",
          "pipeline.policyTags");

  private final Map<String, String> found = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  private SettingsReader() {}

  /**
   * Reads settings.
   *
   * @param file a YAML file, if there is one
   * @param pairs keys and values of the command line
   * @throws SettingsException with every problem
   */
  public static Settings read(Optional<Path> file, Map<String, String> pairs) {
    SettingsReader reader = new SettingsReader();
    file.ifPresent(reader::addFile);
    reader.found.putAll(pairs);
    return reader.build();
  }

  private void addFile(Path file) {
    try {
      JsonNode tree = new YAMLMapper().readTree(Files.readString(file));
      if (tree != null && tree.isObject()) {
        flatten("", tree);
      } else if (tree != null && !tree.isMissingNode() && !tree.isNull()) {
        problems.add(file + ": found " + tree.getNodeType() + ", expected keys and values");
      }
    } catch (JsonProcessingException e) {
      problems.add(
          file + ": found no YAML (" + e.getOriginalMessage() + "), expected keys and values");
    } catch (IOException e) {
      problems.add(file + ": cannot be read: " + e.getMessage());
    }
  }

  private void flatten(String prefix, JsonNode node) {
    node.properties()
        .forEach(
            entry -> {
              String key = prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey();
              JsonNode value = entry.getValue();
              if (value.isObject()) {
                flatten(key, value);
              } else if (value.isArray()) {
                List<String> texts = new ArrayList<>();
                value.forEach(element -> texts.add(element.asText()));
                found.put(key, String.join(",", texts));
              } else {
                found.put(key, value.asText());
              }
            });
  }

  private Settings build() {
    found.keySet().stream().filter(key -> !KEYS.contains(key)).forEach(this::unknown);
    Settings defaults = Settings.defaults(Path.of("data"));
    Path data = Path.of(found.getOrDefault("data", "data"));
    Settings.Spool spool =
        new Settings.Spool(
            integer("collector.spool.maxBytes", defaults.spool().maxBytes(), 0, Integer.MAX_VALUE));
    Settings.Registry registry =
        new Settings.Registry(
            found.getOrDefault("registry.host", defaults.registry().host()),
            integer("registry.port", defaults.registry().port(), 0, 65_535),
            store());
    Settings.Log log =
        new Settings.Log(
            integer("log.port", defaults.log().port(), 0, 65_535),
            integer("log.partitions", defaults.log().partitions(), 1, 1_000),
            duration("log.retention", defaults.log().retention()),
            flag("log.flushEveryEvent", false));
    Settings.Pipeline pipeline =
        new Settings.Pipeline(
            integer("pipeline.parallelism", defaults.pipeline().parallelism(), 1, 256),
            integer("pipeline.partMillis", defaults.pipeline().partMillis(), 50, 60_000),
            duration("pipeline.duplicateHorizon", defaults.pipeline().duplicateHorizon()),
            parse(
                "pipeline.policyTags",
                defaults.pipeline().policyTags(),
                "a java.util.regex pattern",
                text -> Pattern.compile(text).pattern()));
    Optional<CollectorSettings> collector = collector(defaults.collector());
    if (problems.isEmpty() && collector.isPresent()) {
      Settings settings = new Settings(data, collector.get(), spool, registry, log, pipeline);
      settings
          .openAddresses()
          .forEach(
              key ->
                  problems.add(
                      key
                          + ": found an address that others can reach, expected 127.0.0.1: keys and"
                          + " tokens are needed before anybody else may come in"));
      if (problems.isEmpty()) {
        return settings;
      }
    }
    throw new SettingsException(problems);
  }

  private Optional<CollectorSettings> collector(CollectorSettings defaults) {
    String headers = found.get("collector.allowedHeaders");
    try {
      return Optional.of(
          new CollectorSettings(
              found.getOrDefault("collector.host", defaults.host()),
              integer("collector.port", defaults.port(), 0, 65_535),
              integer("collector.maxBodyBytes", defaults.maxBodyBytes(), 1, 64 << 20),
              integer("collector.maxLines", defaults.maxLines(), 1, 1_000_000),
              integer("collector.maxHeaderBytes", defaults.maxHeaderBytes(), 1_024, 1 << 20),
              integer(
                  "collector.maxInFlightBytes",
                  (int) defaults.maxInFlightBytes(),
                  1,
                  Integer.MAX_VALUE),
              integer("collector.idleSeconds", defaults.idleSeconds(), 1, 3_600),
              integer("collector.maxBodySeconds", defaults.maxBodySeconds(), 1, 3_600),
              headers == null
                  ? defaults.allowedHeaders()
                  : List.of(headers.isEmpty() ? new String[0] : headers.split(",", -1)),
              unknownStreams(defaults.unknownStreams())));
    } catch (IllegalArgumentException e) {
      problems.addAll(String.valueOf(e.getMessage()).lines().toList());
      return Optional.empty();
    }
  }

  /** What was found is not repeated: it may hold a password. */
  private Optional<String> store() {
    Optional<String> url = Optional.ofNullable(found.get("registry.store")).map(String::strip);
    if (url.isPresent() && !url.get().startsWith("jdbc:postgresql://")) {
      problems.add(
          "registry.store: found something else, expected"
              + " jdbc:postgresql://HOST/DATABASE?user=…&password=…");
    }
    return url;
  }

  private UnknownStreams unknownStreams(UnknownStreams byDefault) {
    return parse(
        "collector.unknownStreams",
        byDefault,
        "accept or reject",
        text -> UnknownStreams.valueOf(text.toUpperCase(Locale.ROOT)));
  }

  private int integer(String key, int byDefault, int least, int most) {
    String expected = "a whole number from " + least + " to " + most;
    int number = parse(key, byDefault, expected, Integer::valueOf);
    if (number < least || number > most) {
      problems.add(key + ": found " + number + ", expected " + expected);
    }
    return number;
  }

  private boolean flag(String key, boolean byDefault) {
    return parse(
        key,
        byDefault,
        "true or false",
        text -> {
          if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
          }
          return text.equals("true");
        });
  }

  private Duration duration(String key, Duration byDefault) {
    return parse(
        key,
        byDefault,
        "a duration like 30s, 15m, 24h or 7d",
        text -> {
          String upper = text.toUpperCase(Locale.ROOT);
          return Duration.parse(upper.endsWith("D") ? "P" + upper : "PT" + upper);
        });
  }

  private <T> T parse(String key, T byDefault, String expected, Function<String, T> parser) {
    String text = found.get(key);
    if (text == null) {
      return byDefault;
    }
    try {
      return parser.apply(text.strip());
    } catch (IllegalArgumentException | DateTimeException e) {
      problems.add(key + ": found '" + text + "', expected " + expected);
      return byDefault;
    }
  }

  private void unknown(String key) {
    String nearest =
        KEYS.stream().min((a, b) -> Integer.compare(distance(key, a), distance(key, b))).orElse("");
    problems.add(
        key
            + ": no such setting"
            + (distance(key, nearest) <= 4 ? ", did you mean " + nearest + "?" : ""));
  }

  /** How many letters must change (Levenshtein). */
  static int distance(String a, String b) {
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] next = new int[b.length() + 1];
      next[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        next[j] = Math.min(change, Math.min(last[j], next[j - 1]) + 1);
      }
      last = next;
    }
    return last[b.length()];
  }
}
