package io.datahem.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** That the schema refuses: a check that accepts all logs would say nothing of ours. */
class SarifSchemaTest {
  private static final String FINE =
      """
      {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "any"}}, "results": [
        {"message": {"text": "any"}, "level": "error", "locations": [{"physicalLocation": {
          "artifactLocation": {"uri": "a.proto"}, "region": {"startLine": 1}}}]}]}]}
      """;

  @Test
  void takesWhatIsFine() throws IOException {
    assertThat(SarifSchema.problems(log(FINE))).isEmpty();
  }

  @Test
  void refusesWhatIsNot() throws IOException {
    assertRefused("\"2.1.0\"", "\"2.0.0\"", "version");
    assertRefused("\"error\"", "\"fatal\"", "level");
    assertRefused("\"startLine\": 1", "\"startLine\": 0", "startLine");
    assertRefused("\"a.proto\"", "\"a b.proto\"", "uri");
    assertRefused("\"name\": \"any\"", "\"title\": \"any\"", "name");
    assertRefused("\"results\"", "\"findings\"", "findings");
  }

  private static void assertRefused(String part, String by, String named) throws IOException {
    assertThat(FINE).contains(part);
    assertThat(SarifSchema.problems(log(FINE.replace(part, by))))
        .anySatisfy(problem -> assertThat(problem).contains(named));
  }

  private static JsonNode log(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}
