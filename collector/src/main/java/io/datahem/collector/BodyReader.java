package io.datahem.collector;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads a body as it comes, without a thread that waits, up to its limit. What is read counts
 * towards the bytes that all requests together may hold, until {@link #release}.
 */
final class BodyReader implements Runnable {
  private final Request request;
  private final int maxBytes;
  private final AtomicLong inFlight;
  private final long maxInFlight;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> done = new CompletableFuture<>();
  private long counted;

  BodyReader(Request request, int maxBytes, AtomicLong inFlight, long maxInFlight) {
    this.request = request;
    this.maxBytes = maxBytes;
    this.inFlight = inFlight;
    this.maxInFlight = maxInFlight;
  }

  CompletableFuture<byte[]> read() {
    long declared = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    if (declared > maxBytes) {
      done.completeExceptionally(tooLarge());
    } else {
      run();
    }
    return done;
  }

  @Override
  public void run() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        done.completeExceptionally(explain(chunk.getFailure()));
        return;
      }
      boolean fits = take(chunk.getByteBuffer());
      boolean last = chunk.isLast();
      chunk.release();
      if (!fits) {
        return;
      }
      if (last) {
        done.complete(body.toByteArray());
        return;
      }
    }
  }

  private boolean take(ByteBuffer bytes) {
    int length = bytes.remaining();
    if (body.size() + length > maxBytes) {
      done.completeExceptionally(tooLarge());
      return false;
    }
    counted += length;
    if (inFlight.addAndGet(length) > maxInFlight) {
      done.completeExceptionally(
          new RefusedException(
              CollectorProblem.COLLECTOR_BUSY,
              "Cannot take the request: "
                  + maxInFlight
                  + " bytes of others are under way. Send slower."));
      return false;
    }
    byte[] copy = new byte[length];
    bytes.get(copy);
    body.writeBytes(copy);
    return true;
  }

  /** The request is answered: its bytes count no more. */
  void release() {
    inFlight.addAndGet(-counted);
    counted = 0;
  }

  private RefusedException tooLarge() {
    return new RefusedException(
        CollectorProblem.BODY_TOO_LARGE,
        "Cannot take the body: it is larger than "
            + maxBytes
            + " bytes. Send fewer events at once.");
  }

  private static RefusedException explain(Throwable failure) {
    return failure instanceof TimeoutException
        ? new RefusedException(
            CollectorProblem.BODY_TIMEOUT, "Cannot read the body: it came too slowly.")
        : new RefusedException(
            CollectorProblem.BODY_TIMEOUT, "Cannot read the body: the connection broke.");
  }
}
