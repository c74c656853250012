package io.datahem.connectors.iceberg;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Files of this machine, by absolute path. A file and its name are on the disk, not only in its
 * cache, when its stream is closed: what a manifest names must survive a power cut. (Hadoop's local
 * file system neither syncs nor goes without checksum files.)
 */
public final class LocalFileIO implements FileIO {
  private static final long serialVersionUID = 1L;
  private static final int BUFFER_BYTES = 64 << 10;

  public LocalFileIO() {}

  @Override
  public InputFile newInputFile(String path) {
    return org.apache.iceberg.Files.localInput(file(path));
  }

  @Override
  public OutputFile newOutputFile(String path) {
    return new LocalOutputFile(file(path));
  }

  @Override
  public void deleteFile(String path) {
    try {
      Files.deleteIfExists(file(path).toPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static File file(String path) {
    return new File(path.startsWith("file:") ? path.substring("file:".length()) : path);
  }

  private static final class LocalOutputFile implements OutputFile {
    private final File file;

    LocalOutputFile(File file) {
      this.file = file;
    }

    @Override
    public PositionOutputStream create() {
      if (file.exists()) {
        throw new AlreadyExistsException("Cannot create %s: it exists", file);
      }
      return createOrOverwrite();
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      try {
        return SyncedStream.open(file.toPath());
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
      }
    }

    @Override
    public String location() {
      return file.getPath();
    }

    @Override
    public InputFile toInputFile() {
      return org.apache.iceberg.Files.localInput(file);
    }
  }

  private static final class SyncedStream extends PositionOutputStream {
    private final FileChannel channel;
    private final @Nullable Path directory;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long flushed;

    private SyncedStream(FileChannel channel, @Nullable Path directory) {
      this.channel = channel;
      this.directory = directory;
    }

    static SyncedStream open(Path path) throws IOException {
      StandardOpenOption[] options = {
        StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING
      };
      Path parent = path.getParent();
      try {
        return new SyncedStream(FileChannel.open(path, options), parent);
      } catch (NoSuchFileException e) {
        Directories.create(parent);
        return new SyncedStream(FileChannel.open(path, options), parent);
      }
    }

    @Override
    public long getPos() {
      return flushed + buffer.position();
    }

    @Override
    public void write(int b) throws IOException {
      if (!buffer.hasRemaining()) {
        flush();
      }
      buffer.put((byte) b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (length > buffer.remaining()) {
        flush();
      }
      if (length > buffer.capacity()) {
        ByteBuffer large = ByteBuffer.wrap(bytes, from, length);
        while (large.hasRemaining()) {
          flushed += channel.write(large);
        }
      } else {
        buffer.put(bytes, from, length);
      }
    }

    @Override
    public void flush() throws IOException {
      buffer.flip();
      while (buffer.hasRemaining()) {
        flushed += channel.write(buffer);
      }
      buffer.clear();
    }

    @Override
    public void close() throws IOException {
      if (!channel.isOpen()) {
        return;
      }
      try (channel) {
        flush();
        channel.force(false);
      }
      Directories.sync(directory);
    }
  }
}
