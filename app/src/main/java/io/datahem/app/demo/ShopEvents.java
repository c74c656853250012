package io.datahem.app.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** An online grocer's events, made up from a seed: the same seed and hour give the same events. */
public final class ShopEvents {
  private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
  private static final DateTimeFormatter BOX_CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final String[] GOODS = {
    "Milk", "Rye bread", "Butter", "Eggs", "Coffee", "Bananas", "Salmon", "Potatoes", "Oat drink",
    "Cheese", "Tomatoes", "Crispbread", "Yoghurt", "Lingonberries", "Carrots", "Pasta", "Rice",
        "Ham"
  };
  private static final String[] NAMES = {
    "Alva", "Bo", "Cleo", "Dag", "Ebba", "Folke", "Gun", "Hedda"
  };
  private static final int TRUCKS = 20;

  private final ObjectMapper json = new ObjectMapper();
  private final Random random;
  private final Instant now;

  /**
   * One event.
   *
   * @param stream where it belongs
   * @param json the payload, one line
   */
  public record ShopEvent(String stream, String json) {}

  /**
   * A maker of events.
   *
   * @param now the moment they lead up to
   */
  public ShopEvents(long seed, Instant now) {
    this.random = new Random(seed);
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Every truck's reading of every minute of the last hours; one truck's box is broken. */
  public List<ShopEvent> truckTemperatures(int minutes) {
    List<ShopEvent> events = new ArrayList<>();
    for (int minute = minutes; minute > 0; minute--) {
      for (int truck = 1; truck <= TRUCKS; truck++) {
        Instant at = now.minus(minute, ChronoUnit.MINUTES);
        boolean broken = truck == 7 && minute < minutes / 3;
        double tenths = 20 + random.nextInt(30) + (broken ? 60 + (minutes / 3.0 - minute) : 0);
        ObjectNode event = json.createObjectNode();
        event.put("truck", String.format("T%02d", truck));
        event.put("celsius", Math.round(tenths));
        event.put("measuredAt", at.toString());
        event.put("doorOpen", random.nextInt(20) == 0);
        event.put("boxClock", LocalDateTime.ofInstant(at, STOCKHOLM).format(BOX_CLOCK));
        event.put("rawFrame", "AQID");
        events.add(event("truck-temperatures", event));
      }
    }
    return events;
  }

  /** The range, and a change of some prices. */
  public List<ShopEvent> products() {
    List<ShopEvent> events = new ArrayList<>();
    for (int i = 0; i < GOODS.length; i++) {
      double price = 10 + random.nextInt(900) / 10.0;
      events.add(product(i, 1, price, 72));
      if (random.nextInt(3) == 0) {
        events.add(product(i, 2, price * 1.1, 24));
      }
    }
    return events;
  }

  private ShopEvent product(int i, int change, double price, int hoursAgo) {
    ObjectNode event =
        change(json.createObjectNode().put("productId", productId(i)), change, hoursAgo);
    event.put("name", GOODS[i]);
    event.put("shelfName", i % 3 == 0 ? "" : GOODS[i] + " (shelf)");
    event.set("price", money(price));
    event
        .putArray("priceHistory")
        .addObject()
        .put("since", now.minus(90, ChronoUnit.DAYS).toString())
        .set("price", money(price * 0.9));
    event.putObject("properties").put("organic", i % 2 == 0 ? "yes" : "no").put("origin", "SE");
    event.put("ean", i % 5 == 0 ? "unknown" : String.format("73%011d", i * 7919L));
    event.put("category", "Food >  " + GOODS[i].charAt(0));
    event.put(
        "launchedOn", LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(100L + i).toString());
    return event("products", event);
  }

  /** Members who join, change and leave. */
  public List<ShopEvent> members(int count) {
    List<ShopEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(member(i, 1, 48));
      if (random.nextInt(4) == 0) {
        events.add(member(i, 2, 12));
      }
      if (random.nextInt(20) == 0) {
        events.add(member(i, 3, 1));
      }
    }
    return events;
  }

  private ShopEvent member(int i, int change, int hoursAgo) {
    ObjectNode event = change(json.createObjectNode().put("memberId", "M" + i), change, hoursAgo);
    String name = NAMES[i % NAMES.length];
    event.put("name", name + " Example");
    event.put("email", name.toLowerCase(Locale.ROOT) + i + "@example.com");
    event.put("postalCode", "11" + i % 10 + " 2" + i % 7);
    event.put("joinedOn", LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(i).toString());
    event.put("points", Integer.toString(random.nextInt(5_000)));
    event.put("newsletter", i % 2 == 0);
    return event("members", event);
  }

  /**
   * Orders: placed, changed, some deleted.
   *
   * @param first the first order's number
   * @param evolved true when they have the fields of the evolved contract
   */
  public List<ShopEvent> orders(int first, int count, boolean evolved) {
    List<ShopEvent> events = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      ObjectNode order = order(i, evolved);
      events.add(event("orders", order));
      if (random.nextInt(3) > 0) {
        change(order, 2, 10)
            .put("status", random.nextBoolean() ? "STATUS_PICKED" : "STATUS_DELIVERED");
        events.add(event("orders", order));
      }
      if (random.nextInt(15) == 0) {
        change(order, 3, 1).put("status", "STATUS_CANCELLED");
        events.add(event("orders", order));
      }
    }
    return events;
  }

  private ObjectNode order(int number, boolean evolved) {
    ObjectNode order = change(json.createObjectNode().put("orderId", "O" + number), 1, 30);
    order.put("memberId", "M" + random.nextInt(200)).put("status", 1);
    double total = 0;
    ArrayNode lines = order.putArray("lines");
    for (int line = 1 + random.nextInt(8); line > 0; line--) {
      int product = Math.min(random.nextInt(GOODS.length), random.nextInt(GOODS.length));
      int quantity = 1 + random.nextInt(4);
      double price = 10 + product * 3;
      total += quantity * price;
      ObjectNode item =
          lines.addObject().put("productId", productId(product)).put("quantity", quantity);
      item.set("unitPrice", money(price));
      if (evolved && random.nextInt(5) == 0) {
        item.put("substitutedBy", productId((product + 1) % GOODS.length));
      }
    }
    order.set("total", money(total));
    LocalDateTime from =
        LocalDateTime.ofInstant(now, STOCKHOLM).plusDays(1).truncatedTo(ChronoUnit.HOURS);
    order
        .putObject("delivery")
        .put("from", from + ":00")
        .put("until", from.plusHours(2) + ":00")
        .put("address", "Examplegatan " + number % 90);
    order.put(random.nextBoolean() ? "cardBrand" : "invoiceNumber", "x" + number);
    order.putArray("codes").add("code: SPRING" + number % 3);
    order.put("bookValue", String.format(Locale.ROOT, "%.2f", total));
    order.putObject("parcels").put("cold", 1 + number % 2).put("frozen", number % 3);
    if (evolved) {
      order.put("deliveryNote", "Ring twice");
    }
    return order;
  }

  private ObjectNode change(ObjectNode event, int change, int hoursAgo) {
    return event
        .put("change", change)
        .put(
            "changedAt",
            now.minus(hoursAgo, ChronoUnit.HOURS).plusSeconds(random.nextInt(600)).toString());
  }

  private ObjectNode money(double amount) {
    return json.createObjectNode()
        .put("amount", Math.round(amount * 100) / 100.0)
        .put("currency", "SEK");
  }

  private static String productId(int i) {
    return "P" + (100 + i);
  }

  private static ShopEvent event(String stream, ObjectNode payload) {
    return new ShopEvent(stream, payload.toString());
  }
}
