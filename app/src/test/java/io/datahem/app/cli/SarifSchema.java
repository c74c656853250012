package io.datahem.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The published JSON schema of SARIF 2.1.0, formats of URIs and dates included. */
final class SarifSchema {
  private static final JsonSchema SCHEMA = read();

  private SarifSchema() {}

  /** What of a log is not as the schema wants it. */
  static List<String> problems(JsonNode log) {
    return SCHEMA
        .validate(
            log, context -> context.getExecutionConfig().setFormatAssertionsEnabled(Boolean.TRUE))
        .stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  private static JsonSchema read() {
    String name = "/sarif/sarif-schema-2.1.0.json";
    try (InputStream in = Objects.requireNonNull(SarifSchema.class.getResourceAsStream(name))) {
      return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
