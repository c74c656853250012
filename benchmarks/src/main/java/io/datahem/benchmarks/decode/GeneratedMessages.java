package io.datahem.benchmarks.decode;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import io.datahem.contracts.compile.ContractCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The Java class that protoc generates for a contract's message, made and compiled here: for peers
 * that know no other messages. Options are left out of it, for they take no part in what is
 * measured. Not thread-safe.
 */
final class GeneratedMessages {

  /** The generated class's default message. */
  static Message of(Descriptor type) throws IOException {
    Path home = Files.createTempDirectory("datahem-generated");
    Path classes = Files.createDirectory(home.resolve("classes"));
    Path sources = Files.createDirectory(home.resolve("java"));
    FileDescriptorSet.Builder files = FileDescriptorSet.newBuilder();
    List<String> own = new ArrayList<>();
    add(type.getFile(), files, own);
    Path set = Files.write(home.resolve("set.desc"), files.build().toByteArray());
    List<String> command = new ArrayList<>();
    command.add(protoc(home).toString());
    command.add("--descriptor_set_in=" + set);
    command.add("--java_out=" + sources);
    command.addAll(own);
    run(command);
    compile(sources, classes);
    URL[] urls = {classes.toUri().toURL()};
    // It lives as long as the process: the class is used to the end.
    ClassLoader loader = new URLClassLoader(urls, GeneratedMessages.class.getClassLoader());
    try {
      Class<?> generated = loader.loadClass("generated." + type.getFullName());
      return (Message)
          Objects.requireNonNull(generated.getMethod("getDefaultInstance").invoke(null));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot load " + type.getFullName(), e);
    }
  }

  private static void add(FileDescriptor file, FileDescriptorSet.Builder to, List<String> own) {
    if (to.getFileList().stream().anyMatch(known -> known.getName().equals(file.getName()))) {
      return;
    }
    file.getDependencies().stream()
        .filter(GeneratedMessages::isNeeded)
        .forEach(needed -> add(needed, to, own));
    if (file.getPackage().startsWith("google.")) {
      to.addFile(file.toProto());
      return;
    }
    FileDescriptorProto.Builder plain = file.toProto().toBuilder().clearDependency();
    file.getDependencies().stream()
        .filter(GeneratedMessages::isNeeded)
        .forEach(needed -> plain.addDependency(needed.getName()));
    plain.clearPublicDependency().clearWeakDependency().clearOptions().clearSourceCodeInfo();
    plain.getOptionsBuilder().setJavaMultipleFiles(true);
    plain.getOptionsBuilder().setJavaPackage("generated." + file.getPackage());
    plain.getMessageTypeBuilderList().forEach(GeneratedMessages::withoutOptions);
    to.addFile(plain);
    own.add(file.getName());
  }

  /** Everything but what declares options alone. */
  private static boolean isNeeded(FileDescriptor file) {
    return !file.getPackage().startsWith("datahem") && !file.getPackage().startsWith("buf");
  }

  private static void withoutOptions(DescriptorProto.Builder message) {
    boolean entry = message.getOptions().getMapEntry();
    message.clearOptions();
    if (entry) {
      message.getOptionsBuilder().setMapEntry(true);
    }
    message.getFieldBuilderList().forEach(field -> field.clearOptions());
    message.getNestedTypeBuilderList().forEach(GeneratedMessages::withoutOptions);
  }

  private static Path protoc(Path home) throws IOException {
    Path protoc = home.resolve("protoc");
    try (InputStream in = ContractCompiler.class.getResourceAsStream("protoc.exe")) {
      Files.copy(Objects.requireNonNull(in, "protoc.exe"), protoc);
    }
    if (!protoc.toFile().setExecutable(true)) {
      throw new IOException("Cannot make " + protoc + " executable");
    }
    return protoc;
  }

  private static void run(List<String> command) throws IOException {
    try {
      int end = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (end != 0) {
        throw new IllegalStateException("Cannot generate classes: protoc ended with " + end);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot generate classes: interrupted", e);
    }
  }

  private static void compile(Path sources, Path classes) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d"));
    arguments.add(classes.toString());
    arguments.add("-cp");
    arguments.add(
        Path.of(Message.class.getProtectionDomain().getCodeSource().getLocation().getPath())
            .toString());
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
    }
    int end =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(new String[0]));
    if (end != 0) {
      throw new IllegalStateException("Cannot compile generated classes: javac ended with " + end);
    }
  }

  private GeneratedMessages() {}
}
