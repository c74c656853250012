package io.datahem.connectors.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table that somebody has taken out of the catalog while its stream goes on. It comes back as its
 * newest state has it, rows and all, while that state's file is there; else without rows, but with
 * the same field ids, which the files have that wait for it.
 */
final class LostEntry {
  private static final Logger LOG = LoggerFactory.getLogger(LostEntry.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JdbcCatalog catalog;
  private final TableIdentifier name;
  private final FileIO io;

  LostEntry(JdbcCatalog catalog, TableIdentifier name, FileIO io) {
    this.catalog = catalog;
    this.name = name;
    this.io = io;
  }

  /**
   * Puts it back.
   *
   * @param directory where the table's files are
   * @param last the last state that is known, which its file may have gone with
   * @return false when nothing is left of it
   */
  boolean restore(Path directory, Optional<TableMetadata> last) throws IOException {
    Optional<Path> newest = newest(directory.resolve("metadata"));
    if (newest.isEmpty() && last.isEmpty()) {
      return false;
    }
    String file =
        newest.isPresent() ? newest.get().toString() : empty(directory, last.orElseThrow());
    try {
      catalog.registerTable(name, file);
    } catch (AlreadyExistsException e) {
      // Another worker was quicker.
      return true;
    }
    return true;
  }

  /** The newest whole state; of two with one number the one that was written last. */
  private Optional<Path> newest(Path directory) throws IOException {
    List<Path> states;
    try (Stream<Path> files = Files.list(directory)) {
      states =
          files
              .filter(file -> file.toString().endsWith(TableState.METADATA_SUFFIX))
              .sorted(
                  Comparator.comparingInt(LostEntry::number)
                      .thenComparing(LostEntry::written)
                      .reversed())
              .toList();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    for (Path state : states) {
      if (isWhole(state)) {
        return Optional.of(state);
      }
    }
    if (!states.isEmpty() && number(states.get(0)) > 0) {
      throw new IOException(
          "No state of table " + name + " in " + directory + " can be read, so it stays away");
    }
    return Optional.empty();
  }

  /**
   * False for a state that somebody is writing, or was killed while writing: the catalog never
   * pointed to it, as it does so after the file is on the disk.
   */
  private boolean isWhole(Path state) {
    try {
      TableMetadataParser.read(io, state.toString());
      return true;
    } catch (RuntimeIOException e) {
      if (e.getCause() instanceof JsonProcessingException) {
        LOG.warn("State {} of table {} is cut off, and is passed over.", state, name);
        return false;
      }
      throw e;
    } catch (NotFoundException e) {
      // Whoever wrote it was too late with it.
      return false;
    }
  }

  private static int number(Path file) {
    String digits = String.valueOf(file.getFileName()).split("-", 2)[0];
    return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : -1;
  }

  private static FileTime written(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  /** Writes a state of no rows. */
  private String empty(Path directory, TableMetadata last) {
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(TableMetadataParser.toJson(last));
      List.of("snapshots", "snapshot-log", "metadata-log", "statistics", "partition-statistics")
          .forEach(list -> json.putArray(list));
      json.putObject("refs");
      json.put("current-snapshot-id", -1);
      String file =
          String.format(Locale.ROOT, "00000-%s%s", UUID.randomUUID(), TableState.METADATA_SUFFIX);
      Path path = directory.resolve("metadata").resolve(file);
      TableMetadataParser.overwrite(
          TableMetadataParser.fromJson(json), io.newOutputFile(path.toString()));
      return path.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
