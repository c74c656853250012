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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an event costs that is rejected at its end, beside one that is not: CPU time of one thread,
 * the kinds taking turns, the best of several passes. Argument: passes. It prints nanoseconds and
 * bytes allocated per event, and the ratio to the good one of its size.
 */
public final class RejectionCpu {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int BYTES_PER_PASS = 40_000_000;
  private static final int LINES = 80;
  private static final String CONTRACT =
      """
      syntax = "proto3";
      package bench.v1;
      import "datahem/contract.proto";
      message Event {
        option (datahem.stream) = {owner: "bench"};
        message Line { string sku = 1; int32 count = 2; double price = 3; }
        string id = 1;
        double celsius = 2;
        int64 at = 3;
        repeated Line lines = 4;
        string day = 5 [(datahem.field).type = DATE];
      }
      """;

  private record Kind(String name, byte[] event, boolean isGood, long[] best) {}

  /** Keeps results in use; what is in it does not matter. */
  private static Object sink = "";

  private RejectionCpu() {}

  public static void main(String[] args) {
    int passes = Integer.parseInt(args[0]);
    EventDecoder decoder = decoder();
    System.out.println("java " + System.getProperty("java.version"));
    String small = "{\"id\":\"t-17\",\"celsius\":-4.5,\"at\":1767225600000";
    StringBuilder large = new StringBuilder(small).append(",\"lines\":[");
    for (int i = 0; i < LINES; i++) {
      large.append(i == 0 ? "" : ",").append("{\"sku\":\"product-").append(i);
      large.append("\",\"count\":").append(i).append(",\"price\":12.5}");
    }
    measure(decoder, kinds(small), passes);
    measure(decoder, kinds(large.append(']').toString()), passes);
    if (sink == null) {
      throw new IllegalStateException("Cannot measure: nothing was decoded");
    }
  }

  private static EventDecoder decoder() {
    try (ContractCompiler compiler = ContractCompiler.open()) {
      byte[] set =
          compiler
              .compile(List.of(new SourceFile("bench/v1/event.proto", CONTRACT)))
              .set()
              .toByteArray();
      return EventDecoders.compile(
          Contracts.load(set, "bench.v1.Event", 1), DecodeOptions.STRICT.withWire());
    }
  }

  private static List<Kind> kinds(String start) {
    Map<String, String> ends = new LinkedHashMap<>();
    ends.put("good", ",\"day\":\"2026-01-01\"}");
    ends.put("wrong type", ",\"day\":7}");
    ends.put("no date", ",\"day\":\"2026-02-30\"}");
    ends.put("cut", ",\"day\":\"2026-01-01\"");
    ends.put("no JSON", ",\"day\":nope}");
    ends.put("field twice", ",\"id\":\"t-17\"}");
    List<Kind> kinds = new ArrayList<>();
    ends.forEach(
        (name, end) ->
            kinds.add(
                new Kind(
                    name,
                    (start + end).getBytes(StandardCharsets.UTF_8),
                    name.equals("good"),
                    new long[] {Long.MAX_VALUE, Long.MAX_VALUE})));
    return kinds;
  }

  private static void measure(EventDecoder decoder, List<Kind> kinds, int passes) {
    for (Kind kind : kinds) {
      if (decoder.decode(kind.event, Map.of()) instanceof Rejected == kind.isGood) {
        throw new IllegalStateException("Cannot measure '" + kind.name + "': another verdict");
      }
    }
    for (int pass = 0; pass < passes; pass++) {
      kinds.forEach(kind -> pass(decoder, kind));
    }
    Kind first = kinds.get(0);
    double good = (double) first.best[0] * first.event.length;
    for (Kind kind : kinds) {
      int events = BYTES_PER_PASS / kind.event.length;
      System.out.printf(
          Locale.ROOT,
          "%,5d B  %-12s %,8.0f ns %,8.0f B   this / good %.2f%n",
          kind.event.length,
          kind.name,
          (double) kind.best[0] / events,
          (double) kind.best[1] / events,
          kind.best[0] * (double) kind.event.length / good);
    }
  }

  private static void pass(EventDecoder decoder, Kind kind) {
    long thread = Thread.currentThread().getId();
    int events = BYTES_PER_PASS / kind.event.length;
    long allocated = THREADS.getThreadAllocatedBytes(thread);
    long cpu = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < events; i++) {
      sink = decoder.decode(kind.event, Map.of());
    }
    kind.best[0] = Math.min(kind.best[0], THREADS.getCurrentThreadCpuTime() - cpu);
    kind.best[1] = Math.min(kind.best[1], THREADS.getThreadAllocatedBytes(thread) - allocated);
  }
}
