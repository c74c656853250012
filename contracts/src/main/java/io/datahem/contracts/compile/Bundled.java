package io.datahem.contracts.compile;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.HexFormat;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;

/**
 * An executable that the jar carries. What it is called by comes from the jar's directory: to read
 * its ten megabytes at each start takes a fifth of a second.
 *
 * @param name tells it from any other: its checksum and size
 * @param sizeBytes its size
 * @param content reads it
 */
record Bundled(String name, long sizeBytes, Content content) {

  /** Reads an executable. */
  interface Content {
    byte[] read() throws IOException;
  }

  /** The protobuf compiler of this platform. */
  static Bundled find() throws IOException {
    URL resource = Protoc.class.getResource("protoc.exe");
    if (resource == null) {
      throw new IllegalStateException(
          "Cannot find the protobuf compiler in the jar: it was built for another platform."
              + " Build on this one.");
    }
    URLConnection connection = resource.openConnection();
    if (connection instanceof JarURLConnection jar) {
      JarEntry entry = jar.getJarEntry();
      return of(entry.getCrc(), entry.getSize(), () -> read(resource));
    }
    return of(read(resource));
  }

  /** One whose content is there. */
  static Bundled of(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return of(crc.getValue(), content.length, content::clone);
  }

  private static Bundled of(long crc, long sizeBytes, Content content) {
    return new Bundled(HexFormat.of().toHexDigits(crc, 8) + "-" + sizeBytes, sizeBytes, content);
  }

  private static byte[] read(URL resource) throws IOException {
    try (InputStream in = resource.openStream()) {
      return in.readAllBytes();
    }
  }
}
