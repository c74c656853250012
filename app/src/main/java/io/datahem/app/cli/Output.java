package io.datahem.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.datahem.contracts.Finding;
import io.datahem.registry.client.RegistryClient;
import java.util.List;

/** What commands write. */
final class Output {
  /** A newer server's answers may say more than this version knows. */
  static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  static void json(Object value) {
    try {
      System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static void findings(List<Finding> findings) {
    for (Finding finding : findings) {
      System.out.println((finding.isError() ? "" : "warning: ") + finding);
    }
  }

  static void findings(JsonNode findings) {
    for (JsonNode node : findings) {
      findings(List.of(JSON.convertValue(node, Finding.class)));
    }
  }

  /** Says why a registry refused. */
  static void refusal(RegistryClient.Answer answer) {
    findings(answer.body().path("findings"));
    System.err.println(
        answer.body().path("code").asText() + " " + answer.body().path("message").asText());
  }

  private Output() {}
}
