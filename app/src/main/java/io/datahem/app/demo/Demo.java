package io.datahem.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.datahem.app.demo.BadEvents.BadEvent;
import io.datahem.app.demo.ShopEvents.ShopEvent;
import io.datahem.app.ledger.Ledger;
import io.datahem.app.ledger.LedgerTable;
import io.datahem.app.platform.DataDirectory;
import io.datahem.app.platform.Platform;
import io.datahem.app.send.EventSender;
import io.datahem.app.send.EventSender.Summary;
import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.connectors.iceberg.sql.QueryResult;
import io.datahem.connectors.iceberg.sql.ResultFormat;
import io.datahem.connectors.iceberg.sql.SqlEngine;
import io.datahem.contracts.SourceFile;
import io.datahem.registry.client.RegistryClient;
import io.datahem.registry.client.RegistryClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** The demo's course, from pushing contracts to the books, on a platform that runs. */
public final class Demo {
  private static final long SEED = 2018;
  private static final Duration SETTLE = Duration.ofSeconds(60);

  private final Platform platform;
  private final Path data;
  private final Path examples;
  private final Function<Path, List<SourceFile>> sources;
  private final PrintStream out;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private long sent;
  private int mistakes;

  /**
   * A demo.
   *
   * @param data the platform's data directory
   * @param examples the directory of the examples
   * @param sources reads the contracts of a directory
   */
  public Demo(
      Platform platform,
      Path data,
      Path examples,
      Function<Path, List<SourceFile>> sources,
      PrintStream out) {
    this.platform = platform;
    this.data = data;
    this.examples = examples;
    this.sources = sources;
    this.out = out;
  }

  /** Runs it; true when every event is accounted for. */
  public boolean run() throws IOException, InterruptedException {
    ShopEvents shop = new ShopEvents(SEED, Instant.now());
    step("Contracts: 4 of a shop, 58 of GitHub's webhooks");
    push("shop/contracts");
    push("github/contracts");
    step("329 real GitHub events of all 58 types");
    for (var stream : GithubEvents.read(examples.resolve("github/events.ndjson")).entrySet()) {
      send(stream.getKey(), stream.getValue());
    }
    step("Shop events, first half");
    platform.status().resetFreshness();
    send(shop.products());
    send(shop.members(200));
    send(shop.truckTemperatures(90));
    send(shop.orders(1, 500, false));
    boolean firstHalf = awaitSettled();
    step(
        "The contract of orders grows while everything runs: a delivery note, and what was substituted");
    push("shop/evolved");
    send(shop.orders(501, 500, true));
    send(shop.truckTemperatures(90));
    step("A change that would break readers");
    refuse("shop/breaking");
    step("Mistakes");
    sendMistakes();
    boolean settled = awaitSettled() && firstHalf;
    printBooks();
    boolean balances = settled && checkBooks();
    answers();
    printFreshness();
    return balances;
  }

  private void step(String what) {
    out.printf("%n== %s%n", what);
  }

  private RegistryClient registry() {
    return new RegistryClient(platform.endpoints().registry());
  }

  private void push(String directory) {
    Answer answer = registry().push(sources.apply(examples.resolve(directory)), false);
    if (!answer.ok()) {
      throw new IllegalStateException(
          "Cannot push "
              + directory
              + ": "
              + answer.body().path("message").asText()
              + answer.body().path("findings"));
    }
    Map<String, List<String>> byStatus = new LinkedHashMap<>();
    for (JsonNode stream : answer.body().path("streams")) {
      byStatus
          .computeIfAbsent(stream.path("status").asText(), s -> new ArrayList<>())
          .add(stream.path("stream").asText() + " v" + stream.path("version").asInt());
    }
    byStatus.forEach(
        (status, streams) -> out.printf("%s: %s%n", status, String.join(", ", streams)));
  }

  private void refuse(String directory) {
    Answer answer = registry().push(sources.apply(examples.resolve(directory)), false);
    if (answer.ok()) {
      throw new IllegalStateException("Cannot go on: a breaking change was accepted");
    }
    out.printf("refused with %d:%n", answer.status());
    for (JsonNode finding : answer.body().path("findings")) {
      out.printf(
          "  %s:%d:%d: %s %s %s%n",
          finding.path("file").asText(),
          finding.path("line").asInt(),
          finding.path("column").asInt(),
          finding.path("code").asText(),
          finding.path("message").asText(),
          finding.path("fix").asText());
    }
  }

  private void send(List<ShopEvent> events) throws IOException, InterruptedException {
    Map<String, List<String>> byStream = new LinkedHashMap<>();
    events.forEach(
        event ->
            byStream.computeIfAbsent(event.stream(), s -> new ArrayList<>()).add(event.json()));
    for (var stream : byStream.entrySet()) {
      send(stream.getKey(), stream.getValue());
      out.printf("%,6d to %s%n", stream.getValue().size(), stream.getKey());
    }
  }

  private void send(String stream, List<String> lines) throws IOException, InterruptedException {
    byte[] body = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    Summary summary =
        new EventSender(platform.endpoints().collector(), stream)
            .send(new ByteArrayInputStream(body), bytes -> {});
    if (summary.accepted() != lines.size()) {
      throw new IllegalStateException("Cannot send to " + stream + ": " + summary.problem());
    }
    sent += lines.size();
  }

  private void sendMistakes() throws IOException, InterruptedException {
    for (BadEvent bad : BadEvents.all()) {
      post(bad.stream(), bad.body(), "mistake-" + ++mistakes);
      out.printf("  %-34s -> %s%n", bad.what(), bad.code());
    }
    byte[] retried = "{\"memberId\":\"M-retry\",\"change\":1}".getBytes(StandardCharsets.UTF_8);
    post("members", retried, "retry-1");
    post("members", retried, "retry-1");
    out.printf("  %-34s -> DUPLICATE_ID (a drop)%n", "the same event again");
    byte[] undeclared = "{\"memberId\":\"M-new\",\"shoeSize\":43}".getBytes(StandardCharsets.UTF_8);
    post("members", undeclared, "undeclared-1");
    out.printf("  %-34s -> a row, the field in _unknown%n", "a field the contract lacks");
  }

  private void post(String stream, byte[] body, String id)
      throws IOException, InterruptedException {
    var response =
        http.send(
            HttpRequest.newBuilder(
                    URI.create(platform.endpoints().collector() + "/v1/streams/" + stream))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", id)
                .POST(BodyPublishers.ofByteArray(body))
                .build(),
            BodyHandlers.ofString());
    if (response.statusCode() != 202) {
      throw new IllegalStateException("Cannot send to " + stream + ": " + response.body());
    }
    sent++;
  }

  private boolean awaitSettled() throws InterruptedException {
    long deadline = System.nanoTime() + SETTLE.toNanos();
    Ledger ledger = new Ledger(DataDirectory.warehouse(data));
    while (System.nanoTime() < deadline) {
      long settled =
          ledger.totals().settledEnds().values().stream().mapToLong(Long::longValue).sum();
      if (settled >= sent) {
        return true;
      }
      Thread.sleep(100);
    }
    return false;
  }

  private void printBooks() {
    step("The books");
    LedgerTable.print(new Ledger(DataDirectory.warehouse(data)).totals().books(), out);
  }

  private boolean checkBooks() {
    Ledger.Statement statement = new Ledger(DataDirectory.warehouse(data)).check();
    List<String> problems = statement.problems();
    if (problems != null) {
      problems.forEach(out::println);
    }
    boolean whole = statement.books().collected() == sent;
    out.printf(
        "%,d events were acknowledged, %,d are in the books. The books %s.%n",
        sent,
        statement.books().collected(),
        statement.balances() && whole ? "balance" : "do NOT balance");
    return statement.balances() && whole;
  }

  private void answers() throws IOException {
    step("Questions");
    String[] questions = Files.readString(examples.resolve("shop/questions.sql")).split(";", -1);
    try (SqlEngine sql = SqlEngine.open(IcebergWarehouse.under(DataDirectory.warehouse(data)))) {
      for (String question : questions) {
        if (!question.isBlank()) {
          out.println(question.strip().lines().findFirst().orElse("").replaceFirst("^-- ", ""));
          answer(sql, question);
        }
      }
      out.println("Is the new column of orders filled, and empty before?");
      answer(
          sql,
          "SELECT _contract AS contract, count(*) AS events, count(*) FILTER (delivery_note <> '') AS with_note,"
              + " count(*) FILTER (len(list_filter(lines, lambda l: l.substituted_by <> '')) > 0) AS substituted"
              + " FROM orders GROUP BY 1 ORDER BY 1");
    }
  }

  private void answer(SqlEngine sql, String question) throws IOException {
    StringWriter text = new StringWriter();
    try (QueryResult result = sql.query(question)) {
      ResultFormat.named("table").orElseThrow().write(result, text);
    }
    out.println(text);
  }

  private void printFreshness() {
    Histogram freshness = platform.status().freshness();
    out.printf(
        "Freshness, from accepted to visible in SQL: p50 %d ms, p99 %d ms, over %d commits.%n",
        freshness.getValueAtPercentile(50),
        freshness.getValueAtPercentile(99),
        freshness.getTotalCount());
  }
}
