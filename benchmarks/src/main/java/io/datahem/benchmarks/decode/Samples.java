package io.datahem.benchmarks.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Distinct events of one shape, made from a seed. GitHub's are those of {@code examples/github},
 * each with other numbers: run it in the project's root. Not thread-safe.
 */
final class Samples {
  private static final int TOTAL_BYTES = 15 << 20;
  private static final int ORDER_LINES = 30;
  private static final int ESCAPED_TEXTS = 20;

  private final JsonMapper json = new JsonMapper();
  private final Random random = new Random(1);
  private final boolean shuffled;

  Samples(boolean shuffled) {
    this.shuffled = shuffled;
  }

  /** Events of {@value #TOTAL_BYTES} bytes together. */
  List<byte[]> of(EventShape shape) throws IOException {
    List<JsonNode> templates = shape == EventShape.GITHUB ? pullRequests() : List.of();
    List<byte[]> events = new ArrayList<>();
    for (long bytes = 0; bytes < TOTAL_BYTES; ) {
      JsonNode event =
          switch (shape) {
            case TRUCK, ATTRIBUTES -> truck();
            case ORDER -> order();
            case ESCAPES -> escapes();
            case GITHUB -> changed(templates.get(events.size() % templates.size()));
          };
      String text = json.writeValueAsString(shuffled ? shuffle(event) : event);
      byte[] data = bytes(shape == EventShape.ESCAPES ? escaped(text) : text);
      events.add(data);
      bytes += data.length;
    }
    return events;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private ObjectNode truck() {
    return json.createObjectNode()
        .put("truck", "T-" + random.nextInt(100, 1000))
        .put("celsius", random.nextInt(-250, 100) / 10.0)
        .put("doorOpen", random.nextInt(10) == 0)
        .put("seconds", random.nextInt(1_000, 86_400));
  }

  private ObjectNode order() {
    ObjectNode order =
        json.createObjectNode()
            .put("orderId", "O-" + random.nextInt(1_000_000_000))
            .put("status", random.nextBoolean() ? "STATUS_PLACED" : "STATUS_DELIVERED")
            .put("orderedAt", moment())
            .put("memberId", "M-" + random.nextInt(1_000_000))
            .put("customerName", name(2))
            .put("deliveryAddress", name(5));
    ArrayNode lines = order.putArray("lines");
    for (int i = 0; i < ORDER_LINES; i++) {
      lines
          .addObject()
          .put("productId", "P-" + random.nextInt(100_000))
          .put("productName", name(3))
          .put("quantity", random.nextInt(1, 20))
          .put("unitPrice", random.nextInt(100, 100_000) / 100.0)
          .put("vatPercent", random.nextBoolean() ? 12 : 25)
          .put("supplierName", name(2))
          .put("articleNumber", String.valueOf(random.nextLong(1_000_000_000_000L)))
          .put("isSubstitute", random.nextInt(20) == 0)
          .put("bestBefore", moment());
    }
    order.put("totalAmount", random.nextInt(1_000_000) / 100.0).put("currency", "SEK");
    order.put("storeNumber", random.nextInt(1_000));
    order.putArray("discountCodes").add("SPRING" + random.nextInt(100)).add("NEW");
    order.putObject("parcels").put("cold", 2).put("frozen", random.nextInt(3)).put("dry", 4);
    return order.put("firstOrder", random.nextBoolean());
  }

  private String moment() {
    return Instant.ofEpochSecond(1_700_000_000L + random.nextInt(100_000_000)).toString();
  }

  private String name(int words) {
    String[] known = {"Milk", "Rye bread", "Butter", "Åsa", "Smörgåsgurka", "Coffee", "No. 5"};
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < words; i++) {
      name.append(i == 0 ? "" : " ").append(known[random.nextInt(known.length)]);
    }
    return name.toString();
  }

  private ObjectNode escapes() {
    ObjectNode event = json.createObjectNode();
    ArrayNode texts = event.putArray("texts");
    for (int i = 0; i < ESCAPED_TEXTS; i++) {
      texts.add("X".repeat(random.nextInt(10, 30)));
    }
    return event;
  }

  private static String escaped(String text) {
    return text.replace("X", "\\n\\u00e5\\ud83d\\ude00");
  }

  private List<JsonNode> pullRequests() throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("examples/github/events.ndjson"))) {
      JsonNode event = json.readTree(line);
      if (event.path("event").asText().equals("pull_request")) {
        events.add(event.path("payload"));
      }
    }
    return events;
  }

  private JsonNode changed(JsonNode template) {
    JsonNode event = template.deepCopy();
    for (JsonNode holder : event.findParents("id")) {
      ((ObjectNode) holder).put("id", random.nextInt(1_000_000_000));
    }
    return event;
  }

  private JsonNode shuffle(JsonNode node) {
    if (node.isArray()) {
      ArrayNode shuffledList = json.createArrayNode();
      node.forEach(element -> shuffledList.add(shuffle(element)));
      return shuffledList;
    }
    if (!node.isObject()) {
      return node;
    }
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(node.properties());
    Collections.shuffle(members, random);
    ObjectNode object = json.createObjectNode();
    members.forEach(member -> object.set(member.getKey(), shuffle(member.getValue())));
    return object;
  }
}
