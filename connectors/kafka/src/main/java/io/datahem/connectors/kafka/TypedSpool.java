package io.datahem.connectors.kafka;

import io.datahem.pipeline.TypedStreams;
import io.datahem.pipeline.TypedStreams.TypedEvent;
import io.datahem.pipeline.Warehouse.WrittenFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of events that wait to be published, one after the other, each value behind its length.
 * Written once, synced, then read once. Not thread-safe.
 */
final class TypedSpool implements TypedStreams.Spool {
  static final String SUFFIX = ".typed";
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int NONE = -1;

  private final Path file;
  private final FileOutputStream disk;
  private final DataOutputStream out;
  private long events;
  private int partition;
  private long end;

  TypedSpool(Path file) {
    this.file = file;
    try {
      disk = new FileOutputStream(file.toFile());
    } catch (IOException e) {
      throw cannot("write", file, e);
    }
    out = new DataOutputStream(new BufferedOutputStream(disk, BUFFER_BYTES));
  }

  @Override
  public void append(TypedEvent event) {
    try {
      out.writeInt(event.partition());
      out.writeLong(event.offset());
      out.writeLong(event.version());
      write(bytes(event.stream()));
      write(event.key() == null ? null : bytes(event.key()));
      write(event.value());
      out.writeInt(event.attributes().size());
      for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
        write(bytes(attribute.getKey()));
        write(bytes(attribute.getValue()));
      }
    } catch (IOException e) {
      throw cannot("write", file, e);
    }
    partition = event.partition();
    end = event.offset() + 1;
    events++;
  }

  @Override
  public long bytes() {
    return out.size();
  }

  @Override
  public List<WrittenFile> close() {
    try {
      out.flush();
      disk.getFD().sync();
      out.close();
      return List.of(
          new WrittenFile(
              TypedStreams.TABLE,
              file.toString(),
              new SpoolRange(partition, end).text(),
              events,
              Files.size(file)));
    } catch (IOException e) {
      throw cannot("write", file, e);
    }
  }

  @Override
  public void abort() {
    try {
      out.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw cannot("remove", file, e);
    }
  }

  /** Gives every event of a file, in order. */
  static void read(Path file, Consumer<TypedEvent> taker) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
      while (true) {
        int partition;
        try {
          partition = in.readInt();
        } catch (EOFException e) {
          return;
        }
        taker.accept(event(partition, in));
      }
    } catch (IOException e) {
      throw cannot("read", file, e);
    }
  }

  private static TypedEvent event(int partition, DataInputStream in) throws IOException {
    long offset = in.readLong();
    long version = in.readLong();
    String stream = text(in);
    byte[] key = read(in);
    byte[] value = read(in);
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      attributes.put(text(in), text(in));
    }
    return new TypedEvent(
        stream,
        version,
        partition,
        offset,
        key == null ? null : new String(key, StandardCharsets.UTF_8),
        value == null ? new byte[0] : value,
        attributes);
  }

  private void write(byte @Nullable [] bytes) throws IOException {
    out.writeInt(bytes == null ? NONE : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    byte[] bytes = read(in);
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte @Nullable [] read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length == NONE) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static UncheckedIOException cannot(String what, Path file, IOException e) {
    return new UncheckedIOException("Cannot " + what + " " + file + ": " + e.getMessage(), e);
  }
}
