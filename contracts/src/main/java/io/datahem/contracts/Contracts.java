package io.datahem.contracts;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.datahem.contracts.compile.Descriptors;
import io.datahem.contracts.options.StreamOptionsReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contracts to and from descriptor sets. */
public final class Contracts {
  private static final String ANY_FILE = "google/protobuf/any.proto";

  /**
   * Reads a contract that was checked when it was pushed.
   *
   * @param descriptorSet a serialized FileDescriptorSet, each file behind its imports
   * @param message the message's full name
   * @param version the contract's version
   * @throws IllegalArgumentException when the set is not valid or has no such message
   */
  public static Contract load(byte[] descriptorSet, String message, int version) {
    try {
      FileDescriptorSet set = FileDescriptorSet.parseFrom(descriptorSet);
      for (FileDescriptor file : Descriptors.link(set).values()) {
        for (Descriptor type : file.getMessageTypes()) {
          if (type.getFullName().equals(message)) {
            return of(type, version);
          }
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "Cannot read contract " + message + ": not a descriptor set", e);
    }
    throw new IllegalArgumentException(
        "Cannot read contract " + message + ": the set has no such message");
  }

  /** The contract of a linked message. */
  public static Contract of(Descriptor message, int version) {
    return new Contract(version, message, StreamOptionsReader.read(message, ignored -> {}));
  }

  /**
   * The message's file and all it imports, each behind its imports; comments and positions
   * included.
   */
  public static FileDescriptorSet closure(Descriptor message) {
    Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
    collect(message.getFile(), files);
    return FileDescriptorSet.newBuilder().addAllFile(files.values()).build();
  }

  /**
   * True when the files of a contract know Any: what its events hold may be of any live type then.
   *
   * @throws IllegalArgumentException when it is no descriptor set
   */
  public static boolean knowsAny(byte[] descriptorSet) {
    return parse(descriptorSet).getFileList().stream()
        .anyMatch(file -> file.getName().equals(ANY_FILE));
  }

  /**
   * Links all files of a set.
   *
   * @param descriptorSet a serialized FileDescriptorSet, each file behind its imports
   * @throws IllegalArgumentException when the set is not valid
   */
  public static List<FileDescriptor> files(byte[] descriptorSet) {
    return List.copyOf(Descriptors.link(parse(descriptorSet)).values());
  }

  private static FileDescriptorSet parse(byte[] descriptorSet) {
    try {
      return FileDescriptorSet.parseFrom(descriptorSet);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("Cannot read contracts: not a descriptor set", e);
    }
  }

  private static void collect(FileDescriptor file, Map<String, FileDescriptorProto> files) {
    if (files.containsKey(file.getName())) {
      return;
    }
    for (FileDescriptor dependency : file.getDependencies()) {
      collect(dependency, files);
    }
    files.put(file.getName(), file.toProto());
  }

  private Contracts() {}
}
