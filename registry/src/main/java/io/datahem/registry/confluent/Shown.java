package io.datahem.registry.confluent;

import io.datahem.registry.http.Call;
import io.datahem.registry.store.Reference;
import io.datahem.registry.store.SchemaBody;
import io.datahem.registry.store.SchemaEntry;
import io.datahem.registry.store.SubjectVersion;
import io.datahem.registry.store.SubjectVersion.State;
import io.datahem.registry.subjects.Subjects;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Schemas as they are answered. */
final class Shown {
  private static final String SERIALIZED = "serialized";
  private static final int GUID_DIGITS = 32;

  private final Subjects subjects;

  Shown(Subjects subjects) {
    this.subjects = subjects;
  }

  /** The schema's text, or its descriptor in base64 to who asks for that. */
  String text(int schemaId, Call call) {
    return SERIALIZED.equals(call.query("format"))
        ? Base64.getEncoder().encodeToString(subjects.descriptor(schemaId).toByteArray())
        : subjects.body(schemaId).text();
  }

  Map<String, Object> schema(SchemaEntry schema, Call call) {
    Map<String, Object> shown = new LinkedHashMap<>();
    add(shown, schema, call);
    if (acceptsAll(call)) {
      shown.put("guid", guid(schema));
    }
    return shown;
  }

  Map<String, Object> version(SubjectVersion version, Call call) {
    SchemaEntry schema = subjects.schema(version.schemaId());
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("subject", version.subject());
    shown.put("version", version.version());
    shown.put("id", version.schemaId());
    add(shown, schema, call);
    if (acceptsAll(call)) {
      shown.put("guid", guid(schema));
      shown.put("ts", version.createdMillis());
      shown.put("deleted", version.state() == State.DELETED);
    }
    return shown;
  }

  /** What a registration answers; older clients know the id alone. */
  Map<String, Object> registered(SubjectVersion version, Call call) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", version.schemaId());
    if (acceptsAll(call)) {
      shown.put("version", version.version());
      shown.put("guid", guid(subjects.schema(version.schemaId())));
    }
    return shown;
  }

  private void add(Map<String, Object> shown, SchemaEntry schema, Call call) {
    SchemaBody body = subjects.body(schema.id());
    shown.put("schemaType", "PROTOBUF");
    if (!schema.references().isEmpty()) {
      shown.put("references", references(schema.references()));
    }
    if (body.metadata() != null) {
      shown.put("metadata", Bodies.parse(body.metadata()));
    }
    if (body.ruleSet() != null) {
      shown.put("ruleSet", Bodies.parse(body.ruleSet()));
    }
    shown.put("schema", text(schema.id(), call));
  }

  private static List<Map<String, Object>> references(List<Reference> references) {
    return references.stream().map(Shown::reference).toList();
  }

  private static Map<String, Object> reference(Reference reference) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", reference.name());
    shown.put("subject", reference.subject());
    shown.put("version", reference.version());
    return shown;
  }

  /** An id that is the same in every registry: the start of the schema's identity. */
  private static String guid(SchemaEntry schema) {
    String digits = schema.identity().substring(0, GUID_DIGITS);
    return new UUID(
            Long.parseUnsignedLong(digits.substring(0, 16), 16),
            Long.parseUnsignedLong(digits.substring(16), 16))
        .toString();
  }

  private static boolean acceptsAll(Call call) {
    return Boolean.parseBoolean(call.header("Confluent-Accept-Unknown-Properties"));
  }
}
