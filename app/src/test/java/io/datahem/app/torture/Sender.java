package io.datahem.app.torture;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client as a good one is: it repeats a request under the same key until it is acknowledged, and
 * writes down what was. Now and then it repeats an acknowledged one too, as a client does that lost
 * the answer.
 */
final class Sender implements Runnable {
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(150);
  private static final int MAX_PAUSE_MILLIS = 80;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final int number;
  private final String collector;
  private final Contracts contracts;
  private final Random random;
  private final List<Batch> acknowledged = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final AtomicLong repeated = new AtomicLong();
  private volatile boolean stopping;
  private int batches;

  Sender(int number, String collector, Contracts contracts, long seed) {
    this.number = number;
    this.collector = collector;
    this.contracts = contracts;
    this.random = new Random(seed);
  }

  /** The batches that were acknowledged; to be asked when the sender is done. */
  List<Batch> acknowledged() {
    return acknowledged;
  }

  /** Answers that a good client never should get. */
  List<String> refusals() {
    return refusals;
  }

  /** How many events were sent again, acknowledged before or not. */
  long repeated() {
    return repeated.get();
  }

  /** Lets the sender end once its present batch is acknowledged. */
  void stop() {
    stopping = true;
  }

  @Override
  public void run() {
    try {
      while (!stopping) {
        Batch batch = next();
        deliver(batch);
        acknowledged.add(batch);
        if (random.nextInt(20) == 0) {
          repeat(acknowledged.get(acknowledged.size() - 1 - random.nextInt(Math.min(50, batches))));
        }
        Thread.sleep(random.nextInt(MAX_PAUSE_MILLIS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Batch next() {
    int kind = random.nextInt(4);
    String stream = kind == 0 ? Contracts.STEADY : kind == 1 ? Contracts.LATE : Contracts.EVOLVING;
    boolean mustBeRows = !stream.equals(Contracts.LATE) || contracts.latePushed();
    int level = stream.equals(Contracts.EVOLVING) ? contracts.level() : 0;
    int lines = 1 + random.nextInt(Batch.MAX_LINES);
    BitSet bad = new BitSet();
    if (random.nextInt(3) == 0) {
      bad.set(random.nextInt(lines));
    }
    return new Batch(stream, number, batches++, level, mustBeRows, bad, lines);
  }

  private void deliver(Batch batch) throws InterruptedException {
    int status = post(batch);
    while (status != 202) {
      if (status >= 400 && status < 500 && status != 429) {
        refusals.add(batch.key() + " was refused with " + status);
      }
      Thread.sleep(PAUSE.toMillis());
      repeated.addAndGet(batch.lines());
      status = post(batch);
    }
  }

  private void repeat(Batch batch) throws InterruptedException {
    repeated.addAndGet(batch.lines());
    // Its answer does not matter: it was acknowledged before.
    post(batch);
  }

  /** The status, 0 when there was no answer. */
  private int post(Batch batch) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(collector + "/v1/streams/" + batch.stream()))
            .timeout(ANSWER)
            .header("Content-Type", "application/x-ndjson")
            .header("Idempotency-Key", batch.key())
            .POST(BodyPublishers.ofString(batch.body()))
            .build();
    try {
      HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
      return response.statusCode();
    } catch (IOException e) {
      return 0;
    }
  }
}
