package io.datahem.collector;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body as it comes, without a thread that waits, up to its limits of size and time. What is
 * read counts towards the bytes that all requests together may hold, until {@link #release}.
 *
 * <p>The body of a refused request is read on and thrown away, up to a bound: many a caller looks
 * for the answer only when all is sent, and would see a broken connection instead.
 */
final class BodyReader implements Runnable {
  private static final long MAX_DISCARDED_BYTES = 64L << 20;

  private final Request request;
  private final CollectorSettings settings;
  private final AtomicLong inFlight;
  private final CompletableFuture<byte[]> done = new CompletableFuture<>();
  private ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable RefusedException refusal;
  private long readBytes;
  private long countedBytes;
  private boolean released;
  private volatile boolean atEnd;

  BodyReader(Request request, CollectorSettings settings, AtomicLong inFlight) {
    this.request = request;
    this.settings = settings;
    this.inFlight = inFlight;
  }

  /** Reads the body; completes with a {@link RefusedException} when it is not to be had. */
  CompletableFuture<byte[]> read() {
    if (request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > settings.maxBodyBytes()) {
      refuse(tooLarge());
    }
    if (refusal != null && request.getHeaders().contains(HttpHeader.EXPECT)) {
      // The caller waits to be told, and has sent nothing yet.
      done.completeExceptionally(refusal);
      return done;
    }
    Scheduler.Task deadline =
        request
            .getComponents()
            .getScheduler()
            .schedule(
                () -> done.completeExceptionally(tooSlow()),
                settings.maxBodySeconds(),
                TimeUnit.SECONDS);
    run();
    return done.whenComplete((bytes, failure) -> deadline.cancel());
  }

  /** Takes the body for nothing: the request is refused for another reason. */
  void refuse(RefusedException why) {
    if (refusal == null) {
      refusal = why;
      body = new ByteArrayOutputStream();
      uncount();
    }
  }

  /** True when nothing of the body is left on the connection. */
  boolean isAtEnd() {
    return atEnd;
  }

  /** True when the body is read, or given up. */
  boolean isDone() {
    return done.isDone();
  }

  @Override
  public void run() {
    while (!done.isDone()) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        done.completeExceptionally(explain(chunk.getFailure()));
        return;
      }
      take(chunk.getByteBuffer());
      boolean last = chunk.isLast();
      chunk.release();
      if (last) {
        atEnd = true;
        finish();
      } else if (readBytes > MAX_DISCARDED_BYTES) {
        finish();
      }
    }
  }

  private void finish() {
    if (refusal == null) {
      done.complete(body.toByteArray());
    } else {
      done.completeExceptionally(refusal);
    }
  }

  private void take(ByteBuffer bytes) {
    int length = bytes.remaining();
    readBytes += length;
    if (refusal != null) {
      return;
    }
    if (readBytes > settings.maxBodyBytes()) {
      refuse(tooLarge());
      return;
    }
    if (!count(length)) {
      refuse(
          new RefusedException(
              CollectorProblem.COLLECTOR_BUSY,
              "Cannot take the request: "
                  + settings.maxInFlightBytes()
                  + " bytes of others are under way. Send slower."));
      return;
    }
    byte[] copy = new byte[length];
    bytes.get(copy);
    body.writeBytes(copy);
  }

  private synchronized boolean count(int bytes) {
    if (released) {
      return true;
    }
    countedBytes += bytes;
    return inFlight.addAndGet(bytes) <= settings.maxInFlightBytes();
  }

  private synchronized void uncount() {
    inFlight.addAndGet(-countedBytes);
    countedBytes = 0;
  }

  /** The request is answered: its bytes count no more. */
  synchronized void release() {
    released = true;
    uncount();
  }

  private RefusedException tooLarge() {
    return new RefusedException(
        CollectorProblem.BODY_TOO_LARGE,
        "Cannot take the body: it is larger than "
            + settings.maxBodyBytes()
            + " bytes. Send fewer events at once.");
  }

  private static RefusedException tooSlow() {
    return new RefusedException(
        CollectorProblem.BODY_TIMEOUT, "Cannot read the body: it came too slowly. Send it again.");
  }

  private static RefusedException explain(Throwable failure) {
    return failure instanceof TimeoutException
        ? tooSlow()
        : new RefusedException(
            CollectorProblem.BODY_TIMEOUT, "Cannot read the body: the connection broke.");
  }
}
