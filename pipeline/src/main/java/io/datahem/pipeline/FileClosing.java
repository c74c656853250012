package io.datahem.pipeline;

import io.datahem.pipeline.Warehouse.DataFile;
import io.datahem.pipeline.Warehouse.WrittenFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Closes the files of a part beside each other: most of the time goes into waiting for the disk,
 * and a disk that is asked for many files at once makes them durable together. Thread-safe.
 */
final class FileClosing implements AutoCloseable {
  private static final int THREADS = 8;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "datahem-close");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Closes files, durably. When one fails the others are closed all the same, and the first failure
   * is thrown.
   */
  List<WrittenFile> close(Collection<DataFile> files) {
    List<Future<List<WrittenFile>>> closings = new ArrayList<>();
    for (DataFile file : files) {
      closings.add(threads.submit(file::close));
    }
    List<WrittenFile> written = new ArrayList<>();
    RuntimeException failure = null;
    for (Future<List<WrittenFile>> closing : closings) {
      try {
        written.addAll(closing.get());
      } catch (ExecutionException e) {
        failure = failure == null ? asRuntime(e.getCause()) : failure;
      } catch (InterruptedException e) {
        closings.forEach(one -> one.cancel(true));
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Cannot close the files of a part: interrupted", e);
      }
    }
    if (failure != null) {
      throw failure;
    }
    return written;
  }

  private static RuntimeException asRuntime(@Nullable Throwable failure) {
    return failure instanceof RuntimeException known
        ? known
        : new IllegalStateException("Cannot close a file of a part: " + failure, failure);
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
