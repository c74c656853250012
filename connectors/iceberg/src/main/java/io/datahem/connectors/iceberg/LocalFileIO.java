package io.datahem.connectors.iceberg;

import io.datahem.connectors.iceberg.parquet.CopiedFile;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
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
import org.apache.iceberg.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Files of this machine, by absolute path. A file and its name are on the disk, not only in its
 * cache, when its stream is closed: what a manifest names must survive a power cut. (Hadoop's local
 * file system neither syncs nor goes without checksum files.) Large files are written past the
 * cache, see {@link UncachedFile}.
 */
public final class LocalFileIO implements FileIO {
  private static final long serialVersionUID = 1L;
  private static final int BUFFER_BYTES = 64 << 10;

  public LocalFileIO() {}

  @Override
  public InputFile newInputFile(String path) {
    return new LocalInputFile(file(path));
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
      return new LocalInputFile(file);
    }
  }

  private static final class LocalInputFile implements InputFile, CopiedFile {
    private final File file;
    private final InputFile cached;

    LocalInputFile(File file) {
      this.file = file;
      this.cached = org.apache.iceberg.Files.localInput(file);
    }

    @Override
    public long getLength() {
      return cached.getLength();
    }

    @Override
    public SeekableInputStream newStream() {
      return cached.newStream();
    }

    @Override
    public String location() {
      return cached.location();
    }

    @Override
    public boolean exists() {
      return cached.exists();
    }

    @Override
    public void copy(long from, long to, OutputStream out) throws IOException {
      UncachedFile.copy(file.toPath(), from, to, out);
    }
  }

  private static final class SyncedStream extends PositionOutputStream {
    private final Path path;
    private final FileChannel channel;

    /** All of a small file; of a large one the block at hand. */
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    private boolean large;

    /** Null when there was no full block yet, and when the file system knows no such way. */
    private @Nullable UncachedFile uncached;

    private boolean cachedOnly;

    /** Behind the last block that was written. */
    private long flushed;

    private SyncedStream(Path path, FileChannel channel) {
      this.path = path;
      this.channel = channel;
    }

    static SyncedStream open(Path path) throws IOException {
      StandardOpenOption[] options = {
        StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING
      };
      try {
        return new SyncedStream(path, FileChannel.open(path, options));
      } catch (NoSuchFileException e) {
        Directories.create(path.getParent());
        return new SyncedStream(path, FileChannel.open(path, options));
      }
    }

    @Override
    public long getPos() {
      return flushed + buffer.position();
    }

    @Override
    public void write(int b) throws IOException {
      if (!buffer.hasRemaining()) {
        makeRoom();
      }
      buffer.put((byte) b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int at = from;
      int left = length;
      while (left > 0) {
        if (!buffer.hasRemaining()) {
          makeRoom();
        }
        int count = Math.min(left, buffer.remaining());
        buffer.put(bytes, at, count);
        at += count;
        left -= count;
      }
    }

    private void makeRoom() throws IOException {
      if (large) {
        writeBlock();
      } else {
        buffer = UncachedFile.lend().put(buffer.flip());
        large = true;
      }
    }

    private void writeBlock() throws IOException {
      if (uncached == null && !cachedOnly) {
        uncached = UncachedFile.write(path);
      }
      buffer.flip();
      if (uncached == null || cachedOnly || !uncached.put(buffer, flushed)) {
        cachedOnly = true;
      }
      writeRest();
      buffer.clear();
    }

    private void writeRest() throws IOException {
      while (buffer.hasRemaining()) {
        channel.write(buffer, flushed + buffer.position());
      }
      flushed += buffer.limit();
    }

    @Override
    public void close() throws IOException {
      if (!channel.isOpen()) {
        return;
      }
      UncachedFile other = uncached;
      try (channel;
          other) {
        buffer.flip();
        writeRest();
        channel.force(false);
      } finally {
        if (large) {
          UncachedFile.giveBack(buffer);
        }
      }
      Directories.sync(path.getParent());
    }
  }
}
