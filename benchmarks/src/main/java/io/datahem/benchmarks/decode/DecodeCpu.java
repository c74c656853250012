package io.datahem.benchmarks.decode;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What {@link DecodeBenchmark} measures, in CPU time of one thread instead of wall time: for
 * machines that do other work beside it. The methods take turns, so that all meet the same machine,
 * and the best of several passes over all events counts.
 *
 * <p>Arguments: passes, {@code ordered} or {@code shuffled}, then names of {@link EventShape}s (all
 * when there are none). Run it in the project's root. It prints nanoseconds and bytes allocated per
 * event, and the ratios to Jackson's scan.
 */
public final class DecodeCpu {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Calls one of the benchmark's methods so many times: a loop of its own for each. */
  private interface Body {
    void call(int times) throws Exception;
  }

  private record Method(String name, Body body, long[] best) {}

  /** Keeps results in use; what is in it does not matter. */
  private static Object sink = "";

  private static int numbers;

  private DecodeCpu() {}

  public static void main(String[] args) throws Exception {
    int passes = Integer.parseInt(args[0]);
    boolean shuffled = args[1].equals("shuffled");
    List<EventShape> shapes =
        args.length == 2
            ? List.of(EventShape.values())
            : Arrays.stream(args).skip(2).map(EventShape::valueOf).toList();
    System.out.println("java " + System.getProperty("java.version") + ", " + args[1]);
    for (EventShape shape : shapes) {
      measure(shape, shuffled, passes);
    }
  }

  private static void measure(EventShape shape, boolean shuffled, int passes) throws Exception {
    DecodeBenchmark benchmark = new DecodeBenchmark();
    benchmark.shape = shape;
    benchmark.shuffled = shuffled;
    benchmark.setUp();
    List<Method> methods = new ArrayList<>();
    methods.add(
        method(
            "wire",
            times -> {
              for (int i = 0; i < times; i++) {
                sink = benchmark.wire();
              }
            }));
    methods.add(
        method(
            "wire and row",
            times -> {
              for (int i = 0; i < times; i++) {
                sink = benchmark.wireAndRow();
              }
            }));
    methods.add(
        method(
            "Jackson",
            times -> {
              for (int i = 0; i < times; i++) {
                numbers += benchmark.jacksonScan();
              }
            }));
    methods.add(
        method(
            "JsonFormat",
            times -> {
              for (int i = 0; i < times; i++) {
                sink = benchmark.jsonFormat();
              }
            }));
    methods.add(
        method(
            "protobuf-jackson",
            times -> {
              for (int i = 0; i < times; i++) {
                sink = benchmark.protobufJackson();
              }
            }));
    int events = benchmark.events();
    for (int pass = 0; pass < passes; pass++) {
      for (Method method : methods) {
        pass(method, events);
      }
    }
    if (sink == null || numbers == 0) {
      throw new IllegalStateException("Cannot measure: nothing was decoded, expected " + events);
    }
    double jackson = methods.get(2).best()[0];
    for (Method method : methods) {
      System.out.printf(
          Locale.ROOT,
          "%-10s %-16s %,10.0f ns %,10.0f B   Jackson / this %.2f%n",
          shape,
          method.name(),
          (double) method.best()[0] / events,
          (double) method.best()[1] / events,
          jackson / method.best()[0]);
    }
  }

  private static Method method(String name, Body body) {
    return new Method(name, body, new long[] {Long.MAX_VALUE, Long.MAX_VALUE});
  }

  private static void pass(Method method, int events) throws Exception {
    long thread = Thread.currentThread().getId();
    long allocated = THREADS.getThreadAllocatedBytes(thread);
    long cpu = THREADS.getCurrentThreadCpuTime();
    method.body().call(events);
    method.best()[0] = Math.min(method.best()[0], THREADS.getCurrentThreadCpuTime() - cpu);
    method.best()[1] =
        Math.min(method.best()[1], THREADS.getThreadAllocatedBytes(thread) - allocated);
  }
}
