package io.datahem.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The OpenAPI document of every route, as it lies in the jar. */
final class OpenApi {
  private static final String NAME = "openapi.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  static JsonNode document() {
    try (InputStream in = OpenApi.class.getResourceAsStream(NAME)) {
      if (in == null) {
        throw new IllegalStateException("Cannot find " + NAME + " in the jar");
      }
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OpenApi() {}
}
