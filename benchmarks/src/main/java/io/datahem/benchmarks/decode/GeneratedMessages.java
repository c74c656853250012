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
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.curioswitch.common.protobuf.json.MessageMarshaller;

/**
 * The Java classes that protoc generates for a contract's message, made and compiled here: for
 * peers that know no other messages. Options are left out, for they take no part in what is
 * measured. A peer that generates code itself must be loaded beside them. Not thread-safe.
 */
final class GeneratedMessages extends URLClassLoader {
  private final Set<String> beside;

  private GeneratedMessages(URL[] urls, Set<String> beside) {
    super(urls, GeneratedMessages.class.getClassLoader());
    this.beside = beside;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (beside.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  /** protobuf-jackson for a message. */
  @SuppressWarnings("unchecked") // it is what the class implements
  static UnaryOperator<byte[]> protobufJackson(Descriptor type) throws IOException {
    URL[] urls = {classes(type), source(ProtobufJackson.class), source(MessageMarshaller.class)};
    Set<String> beside = Set.of(ProtobufJackson.class.getName(), "org.curioswitch.");
    // Not closed: it lives as long as the process.
    ClassLoader loader = new GeneratedMessages(urls, beside);
    try {
      Class<?> generated = loader.loadClass("generated." + type.getFullName());
      Object message = generated.getMethod("getDefaultInstance").invoke(null);
      return (UnaryOperator<byte[]>)
          loader
              .loadClass(ProtobufJackson.class.getName())
              .getConstructor(Message.class)
              .newInstance(message);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot load " + type.getFullName(), e);
    }
  }

  private static URL source(Class<?> loaded) {
    return loaded.getProtectionDomain().getCodeSource().getLocation();
  }

  /** Where the compiled classes are. */
  private static URL classes(Descriptor type) throws IOException {
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
    return classes.toUri().toURL();
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
    plain.getOptionsBuilder().setJavaOuterClassname("File" + own.size());
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
    arguments.add(Path.of(source(Message.class).getPath()).toString());
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
}
