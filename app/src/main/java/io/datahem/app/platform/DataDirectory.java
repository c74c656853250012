package io.datahem.app.platform;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.pipeline.WarehouseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one directory that holds everything: {@code log}, {@code spool}, {@code registry}, {@code
 * warehouse}, {@code run}. One process at a time works on it, by a lock that dies with the process.
 */
public final class DataDirectory implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private DataDirectory(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
  }

  /** The directory cannot be used. */
  public static final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Where a running platform is found.
   *
   * @param pid its process
   * @param collector URL
   * @param registry URL
   * @param kafka {@code host:port}
   */
  public record Endpoints(long pid, String collector, String registry, String kafka) {}

  /** Takes the directory for this process; makes it when it is not there. */
  public static DataDirectory take(Path data) {
    Path root = data.toAbsolutePath().normalize();
    FileChannel channel = null;
    try {
      Files.createDirectories(root.resolve("run"));
      Files.createDirectories(warehouse(root));
      channel =
          FileChannel.open(
              root.resolve("run/lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new DataDirectory(root, channel, lock);
      }
      channel.close();
    } catch (OverlappingFileLockException e) {
      // Held by this very process: the same answer.
    } catch (IOException e) {
      throw new UnusableException(
          "DATA_UNWRITABLE Cannot use data directory "
              + root
              + ": "
              + e
              + ", expected a directory that can be written. Make it writable, or name another with"
              + " --data.",
          e);
    }
    throw new UnusableException(
        "DATA_IN_USE Cannot use data directory "
            + root
            + ": another `datahem up`"
            + endpoints(root).map(e -> " (process " + e.pid() + ")").orElse("")
            + " works on it. Stop that one, or name another directory with --data.",
        null);
  }

  /** The files of the warehouse of a data directory, running or not. */
  public static Path warehouse(Path data) {
    return data.toAbsolutePath().normalize().resolve("warehouse");
  }

  /**
   * The same for who works on it: refuses a directory whose tables are elsewhere.
   *
   * @throws UnusableException of a copy of another directory, which names that one's files
   */
  public static Path placedWarehouse(Path data) {
    Path warehouse = warehouse(data);
    elsewhere(warehouse)
        .ifPresent(
            file -> {
              throw new UnusableException(
                  "DATA_MOVED Cannot use data directory "
                      + data.toAbsolutePath().normalize()
                      + ": its catalog names "
                      + file
                      + ", expected a file within it. It was moved or copied, and work on a copy"
                      + " reads and changes the tables of the original. Bring it back to where it"
                      + " was (after a move a symbolic link with the old name will do), or name"
                      + " another with --data.",
                  null);
            });
    return warehouse;
  }

  private static Optional<String> elsewhere(Path warehouse) {
    try {
      return IcebergWarehouse.under(warehouse).namedElsewhere();
    } catch (WarehouseException e) {
      // Who opens it says so.
      return Optional.empty();
    }
  }

  /** Refuses to work on a copy of another directory. */
  void checkPlace() {
    placedWarehouse(root);
  }

  /** Where contracts are kept, unless a database keeps them; running or not. */
  public static Path registry(Path data) {
    return data.toAbsolutePath().normalize().resolve("registry");
  }

  /** Where the platform of a data directory is found, if one runs there. */
  public static Optional<Endpoints> endpoints(Path data) {
    Path file = data.resolve("run/endpoints.json");
    try {
      Endpoints endpoints = JSON.readValue(Files.readString(file), Endpoints.class);
      boolean alive = ProcessHandle.of(endpoints.pid()).map(ProcessHandle::isAlive).orElse(false);
      return alive ? Optional.of(endpoints) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Callers' ids, by which retries are known. */
  Path ids() {
    return root.resolve("ids");
  }

  Path root() {
    return root;
  }

  Path log() {
    return root.resolve("log");
  }

  /** Where contracts are kept, unless a database keeps them. */
  public Path registry() {
    return registry(root);
  }

  Path spool() {
    return root.resolve("spool");
  }

  /** Events that wait to be published as protobuf. */
  Path typed() {
    return root.resolve("typed");
  }

  Path run() {
    return root.resolve("run");
  }

  void publish(Endpoints endpoints) {
    try {
      Path next = run().resolve("endpoints.json.next");
      Files.writeString(next, JSON.writeValueAsString(endpoints));
      Files.move(
          next,
          run().resolve("endpoints.json"),
          java.nio.file.StandardCopyOption.ATOMIC_MOVE,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UnusableException("DATA_UNWRITABLE Cannot write to " + run() + ": " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(run().resolve("endpoints.json"));
      lock.release();
      channel.close();
    } catch (IOException e) {
      // The lock dies with the process.
    }
  }
}
