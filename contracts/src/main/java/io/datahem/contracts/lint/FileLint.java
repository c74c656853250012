package io.datahem.contracts.lint;

import static io.datahem.contracts.lint.LintRule.warning;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules of a file: where it is, and what it says before its first message. */
final class FileLint {
  private static final Pattern VERSION =
      Pattern.compile("(.*\\.)?v\\d+((alpha|beta)\\d*|test.*)?|(.*\\.)?v\\d+p\\d+(alpha|beta)\\d*");

  static final LintRule<FileDescriptor> FILE_LOWER_SNAKE_CASE =
      warning(
          "FILE_LOWER_SNAKE_CASE",
          "File systems differ in whether case counts.",
          file -> {
            String name = file.getName().substring(file.getName().lastIndexOf('/') + 1);
            String stem = name.substring(0, name.length() - ".proto".length());
            return expected(
                !Casing.isLowerSnake(stem), "file", name, Casing.lowerSnake(stem) + ".proto");
          });

  static final LintRule<FileDescriptor> PACKAGE_DEFINED =
      warning(
          "PACKAGE_DEFINED",
          "Without a package every name is everybody's.",
          file ->
              file.getPackage().isEmpty()
                  ? Optional.of("the file names no package, expected one like shop.v1")
                  : Optional.empty());

  static final LintRule<FileDescriptor> PACKAGE_LOWER_SNAKE_CASE =
      warning(
          "PACKAGE_LOWER_SNAKE_CASE",
          "Languages make packages of it, and directories.",
          file -> {
            boolean wrong =
                !file.getPackage().isEmpty()
                    && !List.of(file.getPackage().split("\\.", -1)).stream()
                        .allMatch(Casing::isLowerSnake);
            return expected(wrong, "package", file.getPackage(), "lower_snake.parts");
          });

  static final LintRule<FileDescriptor> PACKAGE_VERSION_SUFFIX =
      warning(
          "PACKAGE_VERSION_SUFFIX",
          "A breaking change is a new package beside the old one.",
          file ->
              expected(
                  !file.getPackage().isEmpty() && !VERSION.matcher(file.getPackage()).matches(),
                  "package",
                  file.getPackage(),
                  file.getPackage() + ".v1"));

  static final LintRule<FileDescriptor> PACKAGE_DIRECTORY_MATCH =
      warning(
          "PACKAGE_DIRECTORY_MATCH",
          "Whoever reads an import knows the package then.",
          file -> {
            int slash = file.getName().lastIndexOf('/');
            String directory = slash < 0 ? "" : file.getName().substring(0, slash);
            String match = file.getPackage().replace('.', '/');
            return expected(
                !file.getPackage().isEmpty() && !directory.equals(match),
                "directory",
                directory.isEmpty() ? "." : directory,
                match);
          });

  static final LintRule<FileDescriptor> IMPORT_NO_PUBLIC =
      warning(
          "IMPORT_NO_PUBLIC",
          "Who imports the file gets types that it does not name.",
          file -> {
            FileDescriptorProto proto = file.toProto();
            return proto.getPublicDependencyCount() == 0
                ? Optional.empty()
                : Optional.of(
                    "import public \""
                        + proto.getDependency(proto.getPublicDependency(0))
                        + "\", expected a plain import where it is used");
          });

  static final List<LintRule<FileDescriptor>> ALL =
      List.of(
          FILE_LOWER_SNAKE_CASE,
          PACKAGE_DEFINED,
          PACKAGE_LOWER_SNAKE_CASE,
          PACKAGE_VERSION_SUFFIX,
          PACKAGE_DIRECTORY_MATCH,
          IMPORT_NO_PUBLIC);

  static Optional<String> expected(boolean wrong, String what, String name, String expected) {
    return wrong ? Optional.of(what + " '" + name + "', expected " + expected) : Optional.empty();
  }

  private FileLint() {}
}
