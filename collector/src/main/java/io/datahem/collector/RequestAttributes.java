package io.datahem.collector;

import io.datahem.events.Attributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** The attributes that a request gives each of its events. */
final class RequestAttributes {
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  private static final String KEY = "Datahem-Key";
  private static final String OWN_PREFIX = "datahem-attribute-";
  private static final int MAX_OWN = 32;
  private static final int MAX_VALUE_CHARS = 1_024;
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7E]{1,200}");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

  /** What the collector and the pipeline set themselves: no caller can. */
  private static final Set<String> RESERVED =
      Set.of(
          Attributes.UUID,
          Attributes.TIMESTAMP,
          Attributes.SOURCE,
          Attributes.TOPIC,
          Attributes.ID_ORIGIN.toLowerCase(Locale.ROOT),
          Attributes.KEY,
          "processingtime");

  private final Map<String, String> shared;
  private final @Nullable String callersId;

  private RequestAttributes(Map<String, String> shared, @Nullable String callersId) {
    this.shared = shared;
    this.callersId = callersId;
  }

  static RequestAttributes of(String stream, HttpFields headers, List<String> allowedHeaders) {
    Map<String, String> shared = new HashMap<>();
    for (String name : allowedHeaders) {
      String value = headers.get(name);
      if (value != null) {
        shared.put("header." + name, shorten(value));
      }
    }
    addOwn(headers, shared);
    shared.put(Attributes.SOURCE, stream);
    shared.put(Attributes.TIMESTAMP, Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    String key = headers.get(KEY);
    if (key != null) {
      if (key.length() > MAX_VALUE_CHARS) {
        throw new RefusedException(
            CollectorProblem.ATTRIBUTE_INVALID,
            "Cannot take the Datahem-Key, expected at most " + MAX_VALUE_CHARS + " characters.");
      }
      shared.put(Attributes.KEY, key);
    }
    return new RequestAttributes(shared, callersId(headers.get(IDEMPOTENCY_KEY)));
  }

  private static void addOwn(HttpFields headers, Map<String, String> shared) {
    int own = 0;
    for (HttpField field : headers) {
      String header = field.getLowerCaseName();
      if (!header.startsWith(OWN_PREFIX)) {
        continue;
      }
      String name = header.substring(OWN_PREFIX.length());
      String value = field.getValue() == null ? "" : field.getValue();
      if (!NAME.matcher(name).matches() || RESERVED.contains(name) || name.startsWith("header.")) {
        throw new RefusedException(
            CollectorProblem.ATTRIBUTE_INVALID,
            "Cannot take attribute '"
                + name
                + "', expected a name of letters, digits, '.', '_', '-' that DataHem does not set itself.");
      }
      if (value.length() > MAX_VALUE_CHARS || ++own > MAX_OWN) {
        throw new RefusedException(
            CollectorProblem.ATTRIBUTE_INVALID,
            "Cannot take attribute '"
                + name
                + "', expected at most "
                + MAX_OWN
                + " attributes of at most "
                + MAX_VALUE_CHARS
                + " characters.");
      }
      shared.put(name, value);
    }
  }

  private static @Nullable String callersId(@Nullable String key) {
    if (key != null && !ID.matcher(key).matches()) {
      throw new RefusedException(
          CollectorProblem.IDEMPOTENCY_KEY_INVALID,
          "Cannot take the Idempotency-Key, expected 1 to 200 visible ASCII characters.");
    }
    return key;
  }

  /** True when the caller chose the ids. */
  boolean hasCallersId() {
    return callersId != null;
  }

  /** The attributes of the only event of a body. */
  Map<String, String> ofSingle() {
    return with(callersId);
  }

  /** The attributes of the event in a line. */
  Map<String, String> ofLine(int number) {
    return with(callersId == null ? null : callersId + "-" + number);
  }

  private Map<String, String> with(@Nullable String id) {
    Map<String, String> attributes = new HashMap<>(shared);
    attributes.put(Attributes.UUID, id == null ? UUID.randomUUID().toString() : id);
    if (id != null) {
      attributes.put(Attributes.ID_ORIGIN, Attributes.ID_ORIGIN_CALLER);
    }
    return attributes;
  }

  private static String shorten(String value) {
    return value.length() <= MAX_VALUE_CHARS ? value : value.substring(0, MAX_VALUE_CHARS);
  }
}
