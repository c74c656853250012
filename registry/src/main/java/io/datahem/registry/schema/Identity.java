package io.datahem.registry.schema;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.contracts.compile.ContractCompiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What makes two schemas one: their descriptors without comments, positions and the file's own
 * name, with those of all they import. Computed from descriptors as the compiler writes them.
 */
public final class Identity {
  private final boolean normalized;
  private final Map<FileDescriptor, byte[]> known = new HashMap<>();

  private Identity(boolean normalized) {
    this.normalized = normalized;
  }

  /** The hash of a file's meaning. */
  public static String of(FileDescriptor file) {
    return HexFormat.of().formatHex(new Identity(false).hash(file));
  }

  /** The hash of a file's meaning whatever the order of its imports and fields. */
  public static String normalized(FileDescriptor file) {
    return HexFormat.of().formatHex(new Identity(true).hash(file));
  }

  /** The hash of a schema's meaning and what else is part of it. */
  public static String with(String identity, String further) {
    MessageDigest digest = sha256();
    digest.update(identity.getBytes(StandardCharsets.UTF_8));
    digest.update(further.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** A file's own part, without comments and positions. */
  public static FileDescriptorProto bare(FileDescriptor file) {
    return file.toProto().toBuilder().clearSourceCodeInfo().build();
  }

  /** The same with its imports and fields in order of names and numbers. */
  public static FileDescriptorProto ordered(FileDescriptorProto file) {
    FileDescriptorProto.Builder ordered = file.toBuilder();
    List<String> imports = new ArrayList<>(file.getDependencyList());
    imports.sort(Comparator.naturalOrder());
    ordered.clearDependency().addAllDependency(imports);
    ordered.clearPublicDependency();
    file.getPublicDependencyList().stream()
        .map(index -> imports.indexOf(file.getDependency(index)))
        .sorted()
        .forEach(ordered::addPublicDependency);
    ordered.clearWeakDependency();
    file.getWeakDependencyList().stream()
        .map(index -> imports.indexOf(file.getDependency(index)))
        .sorted()
        .forEach(ordered::addWeakDependency);
    for (DescriptorProto.Builder message : ordered.getMessageTypeBuilderList()) {
      order(message);
    }
    return ordered.build();
  }

  /** As deep as the compiler lets types nest. */
  private static void order(DescriptorProto.Builder message) {
    List<FieldDescriptorProto> fields = new ArrayList<>(message.getFieldList());
    fields.sort(Comparator.comparingInt(FieldDescriptorProto::getNumber));
    message.clearField().addAllField(fields);
    message.getNestedTypeBuilderList().forEach(Identity::order);
  }

  private byte[] hash(FileDescriptor file) {
    byte[] hash = known.get(file);
    if (hash == null) {
      MessageDigest digest = sha256();
      FileDescriptorProto own = bare(file).toBuilder().clearName().build();
      digest.update(bytes(normalized ? ordered(own) : own));
      List<FileDescriptor> imports = new ArrayList<>(file.getDependencies());
      if (normalized) {
        imports.sort(Comparator.comparing(FileDescriptor::getName));
      }
      for (FileDescriptor dependency : imports) {
        // What is built in is named in the file's own part, and may grow with a release.
        if (!ContractCompiler.builtIn().contains(dependency.getName())) {
          digest.update(hash(dependency));
        }
      }
      hash = digest.digest();
      known.put(file, hash);
    }
    return hash;
  }

  /** Maps of options have no order of their own. */
  private static byte[] bytes(FileDescriptorProto file) {
    byte[] bytes = new byte[file.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      file.writeTo(out);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
