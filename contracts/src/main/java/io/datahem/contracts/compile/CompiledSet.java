package io.datahem.contracts.compile;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the compiler wrote, with the source info of its files left aside as bytes: it is two thirds
 * of them, and of most files nobody asks for it.
 *
 * @param bare the files without source info
 * @param sourceInfo every file's, serialized
 */
record CompiledSet(FileDescriptorSet bare, Map<String, ByteString> sourceInfo) {
  private static final int MAX_DEPTH = 1_000;
  private static final int FILE = tag(FileDescriptorSet.FILE_FIELD_NUMBER);
  private static final int SOURCE_INFO = tag(FileDescriptorProto.SOURCE_CODE_INFO_FIELD_NUMBER);

  /** Parses all. */
  static FileDescriptorSet whole(byte[] set) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(set);
    in.setRecursionLimit(MAX_DEPTH);
    return FileDescriptorSet.parseFrom(in);
  }

  /** Parses all but source info. */
  static CompiledSet parse(byte[] set) throws IOException {
    FileDescriptorSet.Builder bare = FileDescriptorSet.newBuilder();
    Map<String, ByteString> sourceInfo = new LinkedHashMap<>();
    CodedInputStream in = CodedInputStream.newInstance(set);
    in.enableAliasing(true);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag != FILE) {
        in.skipField(tag);
        continue;
      }
      file(in.readBytes(), bare.addFileBuilder(), sourceInfo);
    }
    return new CompiledSet(bare.build(), sourceInfo);
  }

  /** Has the places of a linked file known. */
  void keepSourceInfo(FileDescriptor file, SourceInfo info) {
    ByteString its = sourceInfo.getOrDefault(file.getName(), ByteString.EMPTY);
    Places.keep(file, its, info != SourceInfo.ASIDE_WITHOUT_COMMENTS);
  }

  /** Takes what is before the source info and what is behind it. */
  private static void file(
      ByteString file, FileDescriptorProto.Builder bare, Map<String, ByteString> sourceInfo)
      throws IOException {
    CodedInputStream in = file.newCodedInput();
    ByteString found = ByteString.EMPTY;
    int taken = 0;
    int before = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == SOURCE_INFO) {
        bare.mergeFrom(stream(file.substring(taken, before)));
        int size = in.readRawVarint32();
        taken = in.getTotalBytesRead() + size;
        found = found.concat(file.substring(in.getTotalBytesRead(), taken));
        in.skipRawBytes(size);
      } else {
        in.skipField(tag);
      }
      before = in.getTotalBytesRead();
    }
    bare.mergeFrom(stream(file.substring(taken)));
    sourceInfo.put(bare.getName(), found);
  }

  private static CodedInputStream stream(ByteString bytes) {
    CodedInputStream in = bytes.newCodedInput();
    in.setRecursionLimit(MAX_DEPTH);
    return in;
  }

  private static int tag(int field) {
    return (field << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }
}
