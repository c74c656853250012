package io.datahem.app.convert;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.contracts.Contract;
import io.datahem.contracts.ContractReader;
import io.datahem.contracts.Finding;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.ContractCompiler;
import io.datahem.contracts.compile.Descriptors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** A contract of sources or of a descriptor set, without a registry. */
public final class OfflineContract {
  private static final int MAX_NESTING = 1_000;
  private static final int MAX_NAMES_SHOWN = 10;

  /**
   * The message of a directory's sources.
   *
   * @throws UnusableContractException when they do not compile, or have no such message
   */
  public static Contract of(List<SourceFile> files, String message)
      throws UnusableContractException {
    try (ContractCompiler compiler = ContractCompiler.open()) {
      Compilation compilation = compiler.compile(files);
      if (!compilation.ok()) {
        throw new UnusableContractException(
            "CONTRACT_INVALID Cannot convert by " + message + ": its sources do not compile.",
            compilation.findings());
      }
      return find(compilation.files(), message);
    }
  }

  /**
   * The message of a descriptor set, whatever the order of its files.
   *
   * @param bytes a serialized FileDescriptorSet
   * @throws UnusableContractException when it is none or not whole, or has no such message
   */
  public static Contract of(byte[] bytes, String message) throws UnusableContractException {
    Collection<FileDescriptor> files;
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      in.setRecursionLimit(MAX_NESTING);
      files = Descriptors.link(Descriptors.ordered(FileDescriptorSet.parseFrom(in))).values();
    } catch (IOException e) {
      throw new UnusableContractException(
          "CONTRACT_INVALID Cannot read the contracts: no descriptor set, expected what protoc"
              + " --descriptor_set_out writes.");
    } catch (IllegalArgumentException e) {
      throw new UnusableContractException(
          "CONTRACT_INVALID "
              + e.getMessage()
              + ". Write the set with protoc --include_imports --descriptor_set_out.");
    }
    return find(files, message);
  }

  private static Contract find(Collection<FileDescriptor> files, String message)
      throws UnusableContractException {
    List<Descriptor> all = new ArrayList<>();
    files.forEach(file -> collect(file.getMessageTypes(), all));
    for (Descriptor type : all) {
      if (type.getFullName().equals(message)) {
        return checked(type).with(files);
      }
    }
    String known =
        files.stream()
            .filter(file -> !file.getPackage().startsWith("google."))
            .flatMap(file -> file.getMessageTypes().stream())
            .map(Descriptor::getFullName)
            .limit(MAX_NAMES_SHOWN)
            .collect(Collectors.joining(", "));
    throw new UnusableContractException(
        "MESSAGE_UNKNOWN Cannot find message "
            + message
            + ", expected a full name of the contracts: "
            + (known.isEmpty() ? "there is none" : known)
            + ".");
  }

  private static void collect(List<Descriptor> types, List<Descriptor> all) {
    for (Descriptor type : types) {
      all.add(type);
      collect(type.getNestedTypes(), all);
    }
  }

  private static Contract checked(Descriptor type) throws UnusableContractException {
    ContractReader.Result result = ContractReader.read(type);
    if (!result.ok()) {
      throw new UnusableContractException(
          "CONTRACT_INVALID Cannot convert by " + type.getFullName() + ": its options are wrong.",
          result.findings().stream().filter(Finding::isError).toList());
    }
    return result.contracts().get(0);
  }

  private OfflineContract() {}
}
