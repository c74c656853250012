package io.datahem.benchmarks;

import io.datahem.app.demo.ShopEvents;
import io.datahem.app.demo.ShopEvents.ShopEvent;
import java.time.Instant;
import java.util.List;

/** The shapes of events that are measured: a small one and a nested one, both distinct events. */
enum Shape {
  TRUCK("truck-temperatures", "shop.v1.TruckTemperature", 1_500_000),
  ORDER("orders", "shop.v1.Order", 200_000);

  private final String stream;
  private final String message;
  private final int count;

  Shape(String stream, String message, int count) {
    this.stream = stream;
    this.message = message;
    this.count = count;
  }

  String stream() {
    return stream;
  }

  String message() {
    return message;
  }

  /** How many events a throughput run reads. */
  int count() {
    return count;
  }

  List<ShopEvent> sample() {
    ShopEvents shop = new ShopEvents(1, Instant.parse("2026-01-01T00:00:00Z"));
    return this == TRUCK ? shop.truckTemperatures(500) : shop.orders(0, 5_000, false);
  }
}
