package io.datahem.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.datahem.contracts.Breakage;
import io.datahem.contracts.Finding;
import io.datahem.contracts.Place;
import io.datahem.contracts.compatibility.Break;
import io.datahem.registry.client.RegistryClient;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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
      Breakage breakage = finding.breakage();
      if (breakage != null) {
        breaks(breakage);
      }
    }
  }

  static void findings(JsonNode findings) {
    findings(read(findings));
  }

  /** A registry's findings. */
  static List<Finding> read(JsonNode findings) {
    List<Finding> read = new ArrayList<>();
    findings.forEach(node -> read.add(JSON.convertValue(node, Finding.class)));
    return read;
  }

  /** Where it stood before, and by which event it breaks whom. */
  private static void breaks(Breakage breakage) {
    Place was = breakage.before();
    if (was.line() > 0) {
      System.out.println("    was " + was.file() + ":" + was.line() + ":" + was.column());
    }
    breakage
        .byEvent()
        .forEach(
            (event, whom) ->
                System.out.println(
                    "    breaks "
                        + whom.stream().map(Break::name).collect(Collectors.joining(", "))
                        + (event.isEmpty() ? "" : " by " + breakage.message() + " " + event)));
  }

  /** Says why a registry refused. */
  static void refusal(RegistryClient.Answer answer) {
    findings(answer.body().path("findings"));
    System.err.println(
        answer.body().path("code").asText() + " " + answer.body().path("message").asText());
  }

  private Output() {}
}
