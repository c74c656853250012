package io.datahem.registry.confluent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.datahem.registry.http.Call;
import io.datahem.registry.subjects.SchemaRequest;
import io.datahem.registry.subjects.SubjectException;
import io.datahem.registry.subjects.SubjectProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What clients send. */
final class Bodies {
  private static final int MAX_BODY_BYTES = 20 << 20;
  private static final String PROTOBUF = "PROTOBUF";
  private static final Set<String> TYPES =
      Set.of(
          "application/vnd.schemaregistry.v1+json",
          "application/vnd.schemaregistry+json",
          "application/json",
          "application/octet-stream");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  /** A JSON object. */
  static JsonNode object(Call call) {
    // A web page may send any other type to this machine without asking first.
    if (!TYPES.contains(call.contentType())) {
      throw new SubjectException(
          SubjectProblem.CONTENT_TYPE_UNSUPPORTED,
          "HTTP 415 Unsupported Media Type: expected " + Answers.TYPE + " or application/json");
    }
    JsonNode body;
    try {
      body = JSON.readTree(call.body(MAX_BODY_BYTES));
    } catch (Call.BodyTooLargeException e) {
      throw new SubjectException(SubjectProblem.SCHEMA_TOO_LARGE, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw invalid("expected JSON");
    }
    if (body == null || !body.isObject()) {
      throw invalid("expected a JSON object");
    }
    return body;
  }

  /** A schema. */
  static SchemaRequest schema(Call call) {
    JsonNode body = object(call);
    String type = text(body, "schemaType", "AVRO");
    if (!type.equals(PROTOBUF)) {
      throw new SubjectException(
          SubjectProblem.SCHEMA_INVALID,
          "Cannot take a schema of type " + shown(type) + ", expected schemaType: " + PROTOBUF);
    }
    List<SchemaRequest.Named> references = new ArrayList<>();
    for (JsonNode reference : list(body, "references")) {
      if (!reference.isObject()) {
        throw invalid("expected references as objects");
      }
      references.add(
          new SchemaRequest.Named(
              required(reference, "name"),
              required(reference, "subject"),
              number(reference, "version", -1)));
    }
    return new SchemaRequest(
        required(body, "schema"),
        references,
        json(body, "metadata"),
        json(body, "ruleSet"),
        number(body, "id", 0),
        number(body, "version", 0));
  }

  private static String shown(String text) {
    return text.substring(0, Math.min(text.length(), 40));
  }

  private static Iterable<JsonNode> list(JsonNode body, String name) {
    JsonNode list = body.path(name);
    if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
      throw invalid("expected '" + name + "' as a list");
    }
    return list;
  }

  private static String text(JsonNode body, String name, String byDefault) {
    JsonNode value = body.path(name);
    return value.isMissingNode() || value.isNull() ? byDefault : required(body, name);
  }

  /** A text that has to be there. */
  static String required(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (!value.isTextual()) {
      throw invalid("expected '" + name + "' as text");
    }
    return value.asText();
  }

  private static int number(JsonNode body, String name, int byDefault) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return byDefault;
    }
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw invalid("expected '" + name + "' as a whole number");
    }
    return value.asInt();
  }

  /** An object as JSON in order of its keys; null for none. */
  private static @Nullable String json(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isObject()) {
      throw new SubjectException(
          SubjectProblem.RULE_SET_INVALID, "Cannot take '" + name + "', expected an object");
    }
    try {
      return JSON.writeValueAsString(JSON.treeToValue(value, TreeMap.class));
    } catch (JsonProcessingException e) {
      throw invalid("expected '" + name + "' as JSON");
    }
  }

  /** JSON as it was stored. */
  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the stored JSON is broken", e);
    }
  }

  static SubjectException invalid(String expected) {
    return new SubjectException(
        SubjectProblem.REQUEST_INVALID, "Cannot read the body, " + expected + ".");
  }

  private Bodies() {}
}
