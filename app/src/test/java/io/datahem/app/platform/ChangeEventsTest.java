package io.datahem.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database's changes over HTTP, and the newest state of its items in SQL. */
class ChangeEventsTest {
  private static final String CONTRACT =
      """
      syntax = "proto3";
      package shop.v1;
      import "datahem/contract.proto";
      message Product {
        option (datahem.stream) = {
          name: "products" owner: "tests" key: ["sku"] change_events: true
          reporting: {partition_by: "_published" every_minutes: 1}
        };
        string sku = 1;
        int64 price = 2;
      }
      """;

  /** Each with the second at which it was published, in the order in which they come. */
  private static final String CHANGES =
      """
      {"NewImage": {"sku": "kept", "price": 1}, "OldImage": null, "Published": "2026-01-02T00:00:01Z", "EventId": "1"}
      {"NewImage": {"sku": "kept", "price": 3}, "OldImage": {"sku": "kept", "price": 2}, "Published": "2026-01-02T00:00:03Z", "EventId": "3"}
      {"NewImage": {"sku": "kept", "price": 2}, "OldImage": {"sku": "kept", "price": 1}, "Published": "2026-01-02T00:00:02Z", "EventId": "2"}
      {"NewImage": null, "OldImage": {"sku": "gone", "price": 8}, "Published": "2026-01-02T00:00:09Z", "EventId": "6"}
      {"NewImage": {"sku": "gone", "price": 8}, "OldImage": null, "Published": "2026-01-02T00:00:05Z", "EventId": "5"}
      {"NewImage": {"sku": "tied", "price": 1}, "OldImage": null, "Published": "2026-01-02T00:00:05Z", "EventId": "7"}
      {"NewImage": {"sku": "tied", "price": 2}, "OldImage": {"sku": "tied", "price": 1}, "Published": "2026-01-02T00:00:05Z", "EventId": "8"}
      {"NewImage": {"price": 1}, "OldImage": null, "Published": "2026-01-02T00:00:05Z", "EventId": "9"}
      """;

  @TempDir Path temp;

  @Test
  void theNewestStateOfEachItemIsThere() throws Exception {
    Path data = temp.resolve("data");
    try (Platform platform = Running.start(data)) {
      DataDirectory.Endpoints at = platform.endpoints();
      assertThat(Running.push(at, "shop/v1/product.proto", CONTRACT).status()).isEqualTo(200);
      // One partition of the log, so that what ties is in order.
      Running.post(
          at,
          "products",
          CHANGES.getBytes(StandardCharsets.UTF_8),
          "Content-Type",
          "application/x-ndjson",
          "Datahem-Key",
          "all");
      Running.awaitSettled(data, 8);
      assertThat(
              Running.sql(data, "SELECT sku, price, _event_id FROM products_latest ORDER BY sku"))
          .containsExactly(List.of("kept", 3L, "3"), List.of("tied", 2L, "8"));
      awaitMerged(data);
      assertThat(Running.sql(data, "SELECT sku, price FROM products_reporting ORDER BY sku"))
          .containsExactly(List.of("kept", 3L), List.of("tied", 2L));
      assertThat(
              Running.sql(data, "SELECT _operation, count(*) FROM products GROUP BY 1 ORDER BY 1"))
          .containsExactly(List.of("INSERT", 3L), List.of("MODIFY", 3L), List.of("REMOVE", 1L));
      assertThat(Running.sql(data, "SELECT code FROM datahem.dead_letters"))
          .containsExactly(List.of("FIELD_MISSING"));
    }
    assertThat(Running.check(data).problems()).isEmpty();
  }

  private static void awaitMerged(Path data) throws InterruptedException {
    for (int tries = 0; tries < 1200; tries++) {
      if (!Running.sql(data, "SELECT 1 FROM products_reporting").isEmpty()) {
        return;
      }
      Thread.sleep(100);
    }
  }
}
