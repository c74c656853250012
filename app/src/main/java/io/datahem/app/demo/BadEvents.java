package io.datahem.app.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What producers send by mistake, and what becomes of each. */
public final class BadEvents {

  /**
   * One mistake.
   *
   * @param what it is, for people
   * @param stream where it is sent
   * @param body its bytes
   * @param code the dead letter it ends as
   */
  public record BadEvent(String what, String stream, byte[] body, String code) {}

  /** One of each kind. */
  public static List<BadEvent> all() {
    return List.of(
        bad("not JSON", "orders", "an order, please", "JSON_MALFORMED"),
        bad("truncated", "orders", "{\"orderId\": \"O1\", \"lines\": [{\"prod", "JSON_MALFORMED"),
        bad(
            "text for a number, deep in a list",
            "orders",
            "{\"orderId\":\"O1\",\"lines\":[{},{},{},{\"unitPrice\":{\"amount\":\"ten\"}}]}",
            "FIELD_INVALID_FORMAT"),
        bad("an object for a text", "orders", "{\"orderId\":{\"id\":1}}", "FIELD_WRONG_TYPE"),
        bad("an unknown enum name", "orders", "{\"status\":\"STATUS_LOST\"}", "ENUM_UNKNOWN"),
        bad(
            "too large an integer",
            "orders",
            "{\"lines\":[{\"quantity\":3000000000}]}",
            "FIELD_OUT_OF_RANGE"),
        bad("no base64", "truck-temperatures", "{\"rawFrame\":\"***\"}", "FIELD_INVALID_FORMAT"),
        bad("a date that is none", "products", "{\"launchedOn\":\"2026-02-30\"}", "COLUMN_INVALID"),
        bad(
            "two ways to pay",
            "orders",
            "{\"cardBrand\":\"x\",\"invoiceNumber\":\"y\"}",
            "ONEOF_CONFLICT"),
        bad(
            "a field twice",
            "members",
            "{\"memberId\":\"M1\",\"memberId\":\"M2\"}",
            "JSON_DUPLICATE_FIELD"),
        bad("nested 10,000 deep", "orders", "{\"extra\":" + "[".repeat(10_000), "JSON_TOO_DEEP"),
        new BadEvent(
            "Latin-1 instead of UTF-8",
            "members",
            "{\"name\":\"Åsa\"}".getBytes(StandardCharsets.ISO_8859_1),
            "JSON_INVALID_UTF8"),
        bad("a stream nobody knows", "coupons", "{\"coupon\":1}", "CONTRACT_UNKNOWN"));
  }

  private static BadEvent bad(String what, String stream, String body, String code) {
    return new BadEvent(what, stream, body.getBytes(StandardCharsets.UTF_8), code);
  }

  private BadEvents() {}
}
