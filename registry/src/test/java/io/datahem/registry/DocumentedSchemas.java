package io.datahem.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The schemas of an OpenAPI document, and which of their members values had. */
final class DocumentedSchemas {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode document;
  private final JsonSchemaFactory schemas;
  private final Set<JsonNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  DocumentedSchemas(JsonNode document) {
    this.document = document;
    JsonMetaSchema dialect = OpenApi30.getInstance();
    this.schemas =
        JsonSchemaFactory.builder()
            .defaultMetaSchemaIri(dialect.getIri())
            .metaSchema(dialect)
            .build();
  }

  /** What of a value is not as a schema of the document wants it. */
  List<String> problems(JsonNode schema, JsonNode value) {
    ObjectNode root = JSON.createObjectNode();
    root.putArray("allOf").add(schema);
    root.set("components", document.path("components"));
    see(schema, value);
    return schemas
        .getSchema(root)
        .validate(
            value, context -> context.getExecutionConfig().setFormatAssertionsEnabled(Boolean.TRUE))
        .stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  /** A schema that others refer to. */
  JsonNode named(String name) {
    return document.path("components").path("schemas").path(name);
  }

  private void see(JsonNode schema, JsonNode value) {
    if (schema.has("$ref")) {
      see(document.at(schema.path("$ref").asText().substring(1)), value);
      return;
    }
    value.elements().forEachRemaining(element -> see(schema.path("items"), element));
    value
        .fields()
        .forEachRemaining(
            member -> {
              JsonNode own = schema.path("properties").path(member.getKey());
              if (own.isMissingNode()) {
                see(schema.path("additionalProperties"), member.getValue());
              } else {
                seen.add(own);
                see(own, member.getValue());
              }
            });
  }

  /** The members that no value had. */
  Set<String> unseen() {
    Set<String> unseen = new TreeSet<>();
    collectUnseen("", document, unseen);
    return unseen;
  }

  private void collectUnseen(String at, JsonNode node, Set<String> unseen) {
    node.path("properties")
        .fields()
        .forEachRemaining(
            member -> {
              if (!seen.contains(member.getValue())) {
                unseen.add(at + "." + member.getKey());
              }
            });
    node.fields()
        .forEachRemaining(
            child -> collectUnseen(at + "/" + child.getKey(), child.getValue(), unseen));
  }

  /** The objects of which the document does not say whether they have other members. */
  Set<String> open() {
    Set<String> open = new TreeSet<>();
    collectOpen("", document, open);
    return open;
  }

  private static void collectOpen(String at, JsonNode node, Set<String> open) {
    if (node.path("type").asText().equals("object") && !node.has("additionalProperties")) {
      open.add(at);
    }
    node.fields()
        .forEachRemaining(child -> collectOpen(at + "/" + child.getKey(), child.getValue(), open));
  }
}
