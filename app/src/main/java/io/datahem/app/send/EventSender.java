package io.datahem.app.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Sends the lines of a stream of bytes in batches. A batch that is not wholly acknowledged is sent
 * again under the same idempotency key, so nothing is stored twice; after the last try the sender
 * gives up and says how far it came.
 */
public final class EventSender {
  private static final int BATCH_LINES = 500;
  private static final int BATCH_BYTES = 512 << 10;
  private static final int MAX_TRIES = 10;
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI uri;
  private final String run = UUID.randomUUID().toString();
  private long accepted;
  private long refused;
  private long retries;
  private String problem = "";
  private boolean unreachable;

  /**
   * What became of everything.
   *
   * @param accepted events that the log has
   * @param refused events that the collector will never take
   * @param retries requests that were sent again
   * @param problem the last refusal, empty when there was none
   * @param unreachable true when the sender gave up: events after the accepted ones were not sent
   */
  public record Summary(
      long accepted, long refused, long retries, String problem, boolean unreachable) {}

  /**
   * A sender.
   *
   * @param collector the collector's URL
   * @param stream the stream's name
   */
  public EventSender(String collector, String stream) {
    this.uri = URI.create(collector + "/v1/streams/" + stream);
  }

  /**
   * Sends every line.
   *
   * @param progress is told how many bytes are done with
   */
  public Summary send(InputStream input, LongConsumer progress)
      throws IOException, InterruptedException {
    InputStream in = new BufferedInputStream(input, 1 << 16);
    long done = 0;
    int number = 0;
    while (!unreachable) {
      ByteArrayOutputStream batch = new ByteArrayOutputStream();
      int lines = 0;
      boolean blank = true;
      int b = -1;
      while (lines < BATCH_LINES && batch.size() < BATCH_BYTES && (b = in.read()) >= 0) {
        batch.write(b);
        lines += b == '\n' ? 1 : 0;
        blank &= b >= 0 && b <= ' ';
      }
      while (b >= 0 && b != '\n' && (b = in.read()) >= 0) {
        batch.write(b);
      }
      if (batch.size() == 0) {
        break;
      }
      if (!blank) {
        post(batch.toByteArray(), run + "-" + number++);
      }
      done += batch.size();
      progress.accept(done);
    }
    return new Summary(accepted, refused, retries, problem, unreachable);
  }

  private void post(byte[] lines, String key) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(ANSWER)
            .header("Content-Type", "application/x-ndjson")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofByteArray(lines))
            .build();
    Duration pause = FIRST_PAUSE;
    for (int tries = 1; tries <= MAX_TRIES; tries++) {
      try {
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        if (!again(response, lines)) {
          return;
        }
      } catch (IOException e) {
        problem =
            "COLLECTOR_UNREACHABLE Cannot send to " + uri + ": " + e.getClass().getSimpleName();
      }
      retries++;
      Thread.sleep(pause.toMillis());
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
    unreachable = true;
  }

  /** Takes a collector's answer: true when the same request is to be sent again. */
  private boolean again(HttpResponse<byte[]> response, byte[] lines) {
    JsonNode body = body(response);
    if (response.statusCode() == 202) {
      accepted += body.path("accepted").asLong();
      return false;
    }
    problem = body.path("code").asText() + " " + body.path("message").asText();
    if (response.statusCode() == 429 || response.statusCode() >= 500) {
      return true;
    }
    // A refusal may be of some lines only: the collector says how many it has taken.
    long taken = body.path("accepted").asLong();
    accepted += taken;
    refused += events(lines) - taken;
    return false;
  }

  private static JsonNode body(HttpResponse<byte[]> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      // Something between here and the collector has answered: only the status tells.
      return JSON.createObjectNode()
          .put("code", "HTTP_" + response.statusCode())
          .put("message", "The answer is not the collector's: is " + response.uri() + " one?");
    }
  }

  /** The lines that the collector counts: those with anything but white space. */
  static long events(byte[] lines) {
    long events = 0;
    boolean blank = true;
    for (byte b : lines) {
      if (b == '\n') {
        events += blank ? 0 : 1;
        blank = true;
      } else {
        blank &= b <= ' ' && b >= 0;
      }
    }
    return blank ? events : events + 1;
  }
}
