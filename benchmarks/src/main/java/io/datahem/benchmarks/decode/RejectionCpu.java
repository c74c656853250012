package io.datahem.benchmarks.decode;

import com.sun.management.ThreadMXBean;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.ContractCompiler;
import io.datahem.contracts.decode.DecodeOptions;
import io.datahem.contracts.decode.Decoding.Rejected;
import io.datahem.contracts.decode.EventDecoder;
import io.datahem.contracts.decode.EventDecoders;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an event costs that is rejected, beside one of the same members that is not: once wrong at
 * its end, which costs the most, and once in each of its members in turn. CPU time of one thread,
 * the kinds taking turns, the best of several passes. Argument: passes. It prints nanoseconds and
 * bytes allocated per event, and the ratio.
 */
public final class RejectionCpu {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int BYTES_PER_PASS = 40_000_000;
  private static final int LINES = 80;
  private static final String CONTRACTS =
      """
      syntax = "proto3";
      package bench.v1;
      import "datahem/contract.proto";
      import "google/protobuf/timestamp.proto";
      message Flat {
        option (datahem.stream) = {owner: "bench"};
        string id = 1;
        double celsius = 2;
        int64 at = 3;
        int32 level = 4;
      }
      message Hidden {
        option (datahem.stream) = {owner: "bench"};
        string id = 1 [(datahem.field).personal = true];
        double celsius = 2 [(datahem.field).personal = true];
        int64 at = 3 [(datahem.field).personal = true];
        int32 level = 4 [(datahem.field).personal = true];
      }
      message Event {
        option (datahem.stream) = {owner: "bench"};
        message Line { string sku = 1; int32 count = 2; double price = 3; }
        enum State { NONE = 0; OPEN = 1; }
        string id = 1;
        double celsius = 2;
        int64 at = 3;
        repeated Line lines = 4;
        string day = 5 [(datahem.field).type = DATE];
        State state = 6;
        google.protobuf.Timestamp seen = 7;
      }
      message Local {
        option (datahem.stream) = {owner: "bench"};
        string id = 1;
        double celsius = 2;
        int64 at = 3;
        string day = 4 [(datahem.field) = {
          type: TIMESTAMP
          local_to_utc: {
            zone: "Europe/Stockholm", from: "dd/MM/yyyy HH:mm", to: "yyyy-MM-dd'T'HH:mm:ssXXX"
          }
        }];
      }
      """;

  /**
   * An end of an event that is rejected.
   *
   * @param good the end of the one beside it; empty for the usual one
   */
  private record Wrong(String name, String good, String bad) {}

  private static final List<Wrong> FLAT =
      List.of(
          new Wrong("wrong type", "", ",\"level\":\"warm\"}"),
          new Wrong("out of range", ",\"level\":1234567890}", ",\"level\":12345678901}"),
          new Wrong("cut", "", ",\"level\":12"),
          new Wrong("no JSON", "", ",\"level\":nope}"),
          new Wrong("field twice", "", ",\"id\":\"t-17\"}"));

  private static final List<Wrong> EVENT =
      List.of(
          new Wrong("wrong type", "", ",\"day\":7}"),
          new Wrong("no date", "", ",\"day\":\"2026-02-30\"}"),
          new Wrong("no enum", ",\"state\":\"OPEN\"}", ",\"state\":\"AJAR\"}"),
          new Wrong(
              "no timestamp",
              ",\"seen\":\"2026-02-20T00:00:00Z\"}",
              ",\"seen\":\"2026-02-30T00:00:00Z\"}"),
          new Wrong("cut", "", ",\"day\":\"2026-01-01\""),
          new Wrong("no JSON", "", ",\"day\":nope}"),
          new Wrong("field twice", "", ",\"id\":\"t-17\"}"));

  private static final List<Wrong> LOCAL =
      List.of(
          new Wrong("no month", "", ",\"day\":\"01/13/2026 12:00\"}"),
          new Wrong("no local time", "", ",\"day\":\"2026-02-01 12:00\"}"));

  /**
   * A member of an event.
   *
   * @param bad the same of another JSON type
   * @param cut the same, where the event ends early
   */
  private record Member(String good, String bad, String cut) {
    static Member of(String name, String value, String bad) {
      String start = "\"" + name + "\":";
      return new Member(
          start + value, start + bad, start + value.substring(0, 1 + value.length() / 2));
    }
  }

  private static final List<Member> FLAT_MEMBERS =
      List.of(
          Member.of("id", "\"t-17\"", "17"),
          Member.of("celsius", "-4.5", "\"cold\""),
          Member.of("at", "1767225600000", "\"now\""),
          Member.of("level", "12", "\"warm\""));

  private static final List<Member> EVENT_MEMBERS =
      List.of(
          Member.of("id", "\"t-17\"", "17"),
          Member.of("celsius", "-4.5", "\"cold\""),
          Member.of("at", "1767225600000", "\"now\""),
          Member.of("lines", "[{\"sku\":\"a-1\",\"count\":2,\"price\":12.5}]", "\"none\""),
          Member.of("day", "\"2026-01-01\"", "7"),
          Member.of("state", "\"OPEN\"", "\"AJAR\""),
          Member.of("seen", "\"2026-02-20T00:00:00Z\"", "\"2026-02-30T00:00:00Z\""));

  private record Pair(String name, Kind good, Kind bad) {}

  /**
   * Events of one kind, taken in turn.
   *
   * @param best nanoseconds and bytes allocated of the best pass
   */
  private record Kind(List<byte[]> events, long[] best) {
    static Kind of(List<String> events) {
      return new Kind(
          events.stream().map(event -> event.getBytes(StandardCharsets.UTF_8)).toList(),
          new long[] {Long.MAX_VALUE, Long.MAX_VALUE});
    }

    int bytes() {
      return events.stream().mapToInt(event -> event.length).sum();
    }

    int turns() {
      return BYTES_PER_PASS / bytes();
    }

    double each(int measured) {
      return (double) best[measured] / turns() / events.size();
    }
  }

  /** Keeps results in use; what is in it does not matter. */
  private static Object sink = "";

  private RejectionCpu() {}

  public static void main(String[] args) {
    int passes = Integer.parseInt(args[0]);
    System.out.println("java " + System.getProperty("java.version"));
    String small = "{\"id\":\"t-17\",\"celsius\":-4.5,\"at\":1767225600000";
    StringBuilder large = new StringBuilder(small).append(",\"lines\":[");
    for (int i = 0; i < LINES; i++) {
      large.append(i == 0 ? "" : ",").append("{\"sku\":\"product-").append(i);
      large.append("\",\"count\":").append(i).append(",\"price\":12.5}");
    }
    String many = large.append(']').toString();
    measure("Flat", pairs(small, ",\"level\":12}", FLAT), passes);
    measure("Flat", inTurn(FLAT_MEMBERS), passes);
    // The same without the text that says what was found.
    measure("Hidden", inTurn(FLAT_MEMBERS), passes);
    measure("Event", pairs(small, ",\"day\":\"2026-01-01\"}", EVENT), passes);
    measure("Event", inTurn(EVENT_MEMBERS), passes);
    measure("Event", pairs(many, ",\"day\":\"2026-01-01\"}", EVENT), passes);
    measure("Local", pairs(small, ",\"day\":\"01/02/2026 12:00\"}", LOCAL), passes);
    if (sink == null) {
      throw new IllegalStateException("Cannot measure: nothing was decoded");
    }
  }

  private static EventDecoder decoder(String message) {
    try (ContractCompiler compiler = ContractCompiler.open()) {
      byte[] set =
          compiler
              .compile(List.of(new SourceFile("bench/v1/event.proto", CONTRACTS)))
              .set()
              .toByteArray();
      return EventDecoders.compile(
          Contracts.load(set, "bench.v1." + message, 1), DecodeOptions.STRICT.withWire());
    }
  }

  private static List<Pair> pairs(String start, String usual, List<Wrong> all) {
    return all.stream()
        .map(
            wrong ->
                new Pair(
                    wrong.name,
                    Kind.of(List.of(start + (wrong.good.isEmpty() ? usual : wrong.good))),
                    Kind.of(List.of(start + wrong.bad))))
        .toList();
  }

  /** Events that are wrong in one member, each in another, or cut in it. */
  private static List<Pair> inTurn(List<Member> members) {
    List<String> good = members.stream().map(Member::good).toList();
    List<String> wrong = new ArrayList<>();
    List<String> cut = new ArrayList<>();
    for (int at = 0; at < members.size(); at++) {
      List<String> all = new ArrayList<>(good);
      all.set(at, members.get(at).bad);
      wrong.add("{" + String.join(",", all) + "}");
      all.set(at, members.get(at).cut);
      cut.add("{" + String.join(",", all.subList(0, at + 1)));
    }
    String whole = "{" + String.join(",", good) + "}";
    List<String> either = new ArrayList<>(wrong);
    either.addAll(cut);
    return List.of(
        new Pair("wrong in turn", Kind.of(List.of(whole)), Kind.of(wrong)),
        new Pair("cut in turn", Kind.of(List.of(whole)), Kind.of(cut)),
        new Pair("either in turn", Kind.of(List.of(whole)), Kind.of(either)));
  }

  private static void measure(String message, List<Pair> pairs, int passes) {
    EventDecoder decoder = decoder(message);
    for (Pair pair : pairs) {
      if (pair.good.events.stream().anyMatch(event -> isRejected(decoder, event))
          || !pair.bad.events.stream().allMatch(event -> isRejected(decoder, event))) {
        throw new IllegalStateException("Cannot measure '" + pair.name + "': another verdict");
      }
    }
    for (int pass = 0; pass < passes; pass++) {
      for (Pair pair : pairs) {
        pass(decoder, pair.good);
        pass(decoder, pair.bad);
      }
    }
    for (Pair pair : pairs) {
      System.out.printf(
          Locale.ROOT,
          "%-6s %,5d B  %-13s %,7.0f ns %,7.0f B   good %,7.0f ns %,7.0f B   ratio %.2f%n",
          message,
          pair.bad.bytes() / pair.bad.events.size(),
          pair.name,
          pair.bad.each(0),
          pair.bad.each(1),
          pair.good.each(0),
          pair.good.each(1),
          pair.bad.each(0) / pair.good.each(0));
    }
  }

  private static boolean isRejected(EventDecoder decoder, byte[] event) {
    return decoder.decode(event, Map.of()) instanceof Rejected;
  }

  private static void pass(EventDecoder decoder, Kind kind) {
    long thread = Thread.currentThread().getId();
    long allocated = THREADS.getThreadAllocatedBytes(thread);
    long cpu = THREADS.getCurrentThreadCpuTime();
    for (int turn = kind.turns(); turn > 0; turn--) {
      for (byte[] event : kind.events) {
        sink = decoder.decode(event, Map.of());
      }
    }
    kind.best[0] = Math.min(kind.best[0], THREADS.getCurrentThreadCpuTime() - cpu);
    kind.best[1] = Math.min(kind.best[1], THREADS.getThreadAllocatedBytes(thread) - allocated);
  }
}
