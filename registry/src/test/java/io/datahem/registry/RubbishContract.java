package io.datahem.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.registry.http.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Requests made up of every route and of values that are as wrong as can be: none ends as a fault
 * of ours, and every refusal has its code. {@code -Ddatahem.rubbish.requests=100000} for a long
 * run, {@code -Ddatahem.rubbish.seed=…} to repeat one. The same wherever the registry keeps its
 * contracts: what one database takes as text another refuses.
 */
@Timeout(600)
abstract class RubbishContract extends ShopServer {
  private static final int REQUESTS = Integer.getInteger("datahem.rubbish.requests", 1_000);
  private static final long SEED = Long.getLong("datahem.rubbish.seed", System.nanoTime());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+\\}");

  private static final String SCHEMA = "syntax = \\\"proto3\\\"; message M { string x = 1; }";
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "get", "BREW");
  private static final List<String> SEGMENTS =
      List.of(
          "order",
          "order-value",
          "s",
          "1",
          "0",
          "-1",
          "-2",
          "latest",
          "2147483647",
          "2147483648",
          "99999999999999999999999999",
          "1e9",
          "+1",
          "0x1",
          "%31",
          "%zz",
          "%",
          "%ff",
          "%c3%28",
          "%00",
          "%0d%0aX:%20y",
          "%ed%a0%80",
          "%F0%9F%98%80",
          "%2e%2e",
          "..%2f..",
          "%2F",
          "%25",
          ":.other:s",
          ":.nowhere:",
          ":.:",
          ":.",
          ":.:.:.",
          ":*:",
          "%20",
          ";a=b",
          "~!$&'()*+,=",
          "x".repeat(501),
          "00000000-0000-0000-0000-000000000000",
          "'%20OR%201=1--");
  private static final List<String> QUERIES =
      List.of(
          "",
          "?",
          "?&&==",
          "?deleted=true",
          "?deletedOnly=maybe",
          "?permanent=true",
          "?normalize=yes",
          "?format=serialized",
          "?format=nonsense",
          "?subject=%00",
          "?subject=:.nowhere:s",
          "?subjectPrefix=:*:",
          "?subjectPrefix=:.",
          "?subjectPrefix=%20",
          "?offset=-1&limit=2147483647",
          "?offset=2147483647&limit=2147483647",
          "?limit=99999999999",
          "?verbose=true&defaultToGlobal=true",
          "?version=2147483647",
          "?version=-0",
          "?after=9223372036854775808",
          "?after=9223372036854775807",
          "?from=1&to=2",
          "?%zz=1",
          "?a=%ff",
          "?fetchMaxId=true",
          "?key=a&value=",
          "?value=a",
          "?force=true");
  private static final List<String> BODIES =
      List.of(
          "",
          "{}",
          "[]",
          "null",
          "0",
          "\"",
          "{\"a\":",
          "\uFEFF{}",
          "[".repeat(2_000),
          "{\"a\":".repeat(2_000),
          "{\"a\":" + "9".repeat(2_000) + "}",
          "{\"a\":1e999999999}",
          "{\"schemaType\":\"PROTOBUF\",\"schema\":\"" + SCHEMA + "\"}",
          "{\"schemaType\":\"PROTOBUF\",\"schema\":\"" + SCHEMA + "\",\"id\":2147483648}",
          "{\"schemaType\":\"PROTOBUF\",\"schema\":\"" + SCHEMA + "\",\"id\":-1,\"version\":-7}",
          "{\"schemaType\":\"PROTOBUF\",\"schema\":\"" + SCHEMA + "\",\"id\":1,\"version\":1}",
          "{\"schemaType\":\"PROTOBUF\",\"schema\":\""
              + SCHEMA
              + "\",\"references\":[{\"name\":"
              + "\"../x\",\"subject\":\"s\",\"version\":-1}]}",
          "{\"schemaType\":\"PROTOBUF\",\"schema\":\""
              + SCHEMA
              + "\",\"references\":[{\"name\":"
              + "\"\\u0000\",\"subject\":\"\\u0000\",\"version\":0}]}",
          "{\"schemaType\":\"PROTOBUF\",\"schema\":\""
              + SCHEMA
              + "\",\"metadata\":{\"properties\":"
              + "{\"\\u0000\":\"\\ud800\",\"n\":1e400}},\"ruleSet\":{\"x\":[null]}}",
          "{\"schemaType\":\"PROTOBUF\",\"schema\":\"CgA=\"}",
          "{\"schemaType\":\"PROTOBUF\",\"schema\":\"////\"}",
          "{\"schemaType\":\"PROTOBUF\",\"schema\":\"\\u0000\\ud800\"}",
          "{\"schemaType\":\"protobuf\",\"schema\":\"\"}",
          "{\"schemaType\":{},\"schema\":[]}",
          "{\"compatibility\":\"UP\"}",
          "{\"compatibility\":null}",
          "{\"compatibility\":7,\"normalize\":\"yes\",\"alias\":{}}",
          "{\"compatibilityLevel\":\"FULL\"}",
          "{\"mode\":\"\"}",
          "{\"mode\":[]}",
          "{\"mode\":\"READONLY_OVERRIDE\"}",
          "{\"files\":[]}",
          "{\"files\":[null]}",
          "{\"files\":[{\"path\":\"\",\"text\":\"\"}]}",
          "{\"files\":[{\"path\":\"a.proto\",\"text\":\"\\ud800\"}],\"dryRun\":true}",
          "{\"files\":[{\"path\":\"a.proto\",\"text\":\"x\"}],\"dryRun\":true,\"level\":{}}");
  private static final List<String> TYPES =
      List.of(
          "application/vnd.schemaregistry.v1+json",
          "application/json",
          "application/json; charset=utf-16",
          "application/octet-stream",
          "text/html",
          ";;",
          "application/json, text/plain");
  private static final List<String> ACCEPTS =
      List.of("*/*", "", "text/html", "application/json;q=0", "nonsense", "a/b;;;,,,", "image/*");

  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void noRequestIsAFaultOfOurs() throws IOException {
    List<Route> routes = RegistryServer.router(registry).routes();
    int refused = 0;
    for (int i = 0; i < REQUESTS; i++) {
      Route route = routes.get(random.nextInt(routes.size()));
      // Most by the route's method: others are refused before anything is read.
      String method = random.nextInt(8) > 0 ? route.method() : any(METHODS);
      String body = any(BODIES);
      String head =
          "%s %s%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(
                  method,
                  path(route.template()),
                  any(QUERIES),
                  any(ACCEPTS),
                  random.nextInt(4) > 0 ? TYPES.get(random.nextInt(2)) : any(TYPES),
                  body.getBytes(StandardCharsets.UTF_8).length);
      refused += check(method, head + body) ? 0 : 1;
    }
    System.out.println("seed " + SEED + ", " + REQUESTS + " requests, refused: " + refused);
    assertThat(refused).isBetween(1, REQUESTS - 1);
  }

  /** True when the request was answered and not refused. */
  private boolean check(String method, String request) throws IOException {
    String answer = raw(request);
    String said = "seed " + SEED + "\n" + request + "\n\n" + answer;
    assertThat(answer).as(said).matches("(?s)HTTP/1\\.1 [24]\\d\\d .*");
    assertThat(answer).as(said).doesNotContain("Exception", "\tat ", "<html");
    if (answer.startsWith("HTTP/1.1 2")) {
      return true;
    }
    if (!method.equals("HEAD")) {
      String text = answer.substring(answer.indexOf("\r\n\r\n") + 4).strip();
      JsonNode problem =
          JSON.readTree(text.substring(text.indexOf('{'), text.lastIndexOf('}') + 1));
      assertThat(problem.has("error_code") || problem.has("code")).as(said).isTrue();
      assertThat(problem.path("message").asText()).as(said).isNotEmpty();
    }
    return false;
  }

  private String path(String template) {
    Matcher parameters = PARAMETER.matcher(template);
    return parameters.replaceAll(ignored -> Matcher.quoteReplacement(any(SEGMENTS)));
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
