package io.datahem.app.torture;

import io.datahem.contracts.SourceFile;
import io.datahem.registry.client.RegistryClient;
import java.util.List;

/**
 * The contracts of the run. That of {@code beats} grows: level {@code k} has fields {@code extra_1}
 * to {@code extra_k}, at the top and nested. Events carry the fields of the level that was pushed
 * when they were made. Thread-safe.
 */
final class Contracts {
  static final String EVOLVING = "beats";
  static final String STEADY = "ticks";

  /** Its contract is pushed in the middle of the run. */
  static final String LATE = "latecomers";

  private static final String HEAD =
      """
      syntax = "proto3";
      package torture.v1;
      import "datahem/contract.proto";
      """;

  private final RegistryClient registry;
  private volatile int level;
  private volatile boolean latePushed;

  Contracts(String registry) {
    this.registry = new RegistryClient(registry);
  }

  /** The level of {@code beats} that is live. */
  int level() {
    return level;
  }

  /** True once {@code latecomers} have a contract. */
  boolean latePushed() {
    return latePushed;
  }

  /** Pushes the first contracts. */
  void begin() {
    push("ticks", message("Tick", STEADY, 0));
    push("beats", message("Beat", EVOLVING, 0));
  }

  /** Pushes what comes next: the late stream's contract first, then ever more fields. */
  void evolve() {
    if (latePushed) {
      int next = level + 1;
      push("beats", message("Beat", EVOLVING, next));
      level = next;
    } else {
      push("latecomers", message("Latecomer", LATE, 0));
      latePushed = true;
    }
  }

  private void push(String file, String text) {
    RegistryClient.Answer answer =
        registry.push(List.of(new SourceFile("torture/v1/" + file + ".proto", text)), false);
    if (!answer.ok()) {
      throw new IllegalStateException("Cannot push " + file + ": " + answer.body());
    }
  }

  /** What names the object of a stream's event: a few that change a lot, or one an event. */
  static String key(String stream) {
    return stream.equals(EVOLVING) ? "level" : "n";
  }

  private static String message(String name, String stream, int extras) {
    StringBuilder text = new StringBuilder(HEAD);
    text.append("message ").append(name).append(" {\n");
    text.append("  option (datahem.stream) = {name: \"").append(stream).append("\" key: \"");
    text.append(key(stream))
        .append("\"\n    reporting: {partition_by: \"_time\" every_minutes: 1}};\n");
    text.append("  int64 n = 1;\n  int32 level = 2;\n  Place place = 3;\n");
    text.append("  repeated Place stops = 4;\n  map<string, Place> named = 5;\n");
    fields(text, extras);
    text.append("  message Place {\n    string name = 1;\n");
    fields(text, extras);
    return text.append("  }\n}\n").toString();
  }

  private static void fields(StringBuilder text, int extras) {
    for (int extra = 1; extra <= extras; extra++) {
      text.append("  int64 extra_").append(extra).append(" = ").append(10 + extra).append(";\n");
    }
  }
}
