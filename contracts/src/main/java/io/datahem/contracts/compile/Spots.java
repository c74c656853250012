package io.datahem.contracts.compile;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of one file begin, by their paths in its descriptor. Read from the bytes: the
 * messages of protobuf for them cost a start more than all else that it parses.
 */
final class Spots {
  private static final int LOCATION = tag(SourceCodeInfo.LOCATION_FIELD_NUMBER);
  private static final int PATH = tag(Location.PATH_FIELD_NUMBER);
  private static final int SPAN = tag(Location.SPAN_FIELD_NUMBER);
  private static final int COMMENT = tag(Location.LEADING_COMMENTS_FIELD_NUMBER);

  // Of a number as protobuf writes it.
  private static final int LOW_BITS = 0x7f;
  private static final int MORE = 0x80;

  // By the bytes of the path, a char each.
  private final Map<String, Spot> byPath = new HashMap<>();

  /**
   * Where a part begins.
   *
   * @param line from 0
   * @param column from 0
   * @param comment what stands before it, serialized
   */
  record Spot(int line, int column, ByteString comment) {}

  private Spots() {}

  /** Reads a serialized {@link SourceCodeInfo}. */
  static Spots of(ByteString sourceInfo) {
    Spots spots = new Spots();
    try {
      CodedInputStream in = sourceInfo.newCodedInput();
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == LOCATION) {
          int rest = in.pushLimit(in.readRawVarint32());
          spots.location(in);
          in.popLimit(rest);
        } else {
          in.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return spots;
  }

  private void location(CodedInputStream in) throws IOException {
    String path = "";
    int line = 0;
    int column = 0;
    ByteString comment = ByteString.EMPTY;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == PATH) {
        path = new String(in.readByteArray(), StandardCharsets.ISO_8859_1);
      } else if (tag == SPAN) {
        int rest = in.pushLimit(in.readRawVarint32());
        line = in.readInt32();
        column = in.readInt32();
        in.skipRawBytes(in.getBytesUntilLimit());
        in.popLimit(rest);
      } else if (tag == COMMENT) {
        comment = in.readBytes();
      } else {
        in.skipField(tag);
      }
    }
    byPath.putIfAbsent(path, new Spot(line, column, comment));
  }

  /** Where the part at a path begins. */
  @Nullable Spot at(List<Integer> path) {
    StringBuilder key = new StringBuilder(2 * path.size());
    for (int number : path) {
      int rest = number;
      while (rest > LOW_BITS) {
        key.append((char) ((rest & LOW_BITS) | MORE));
        rest >>>= Integer.bitCount(LOW_BITS);
      }
      key.append((char) rest);
    }
    return byPath.get(key.toString());
  }

  private static int tag(int field) {
    return (field << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }
}
