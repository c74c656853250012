package io.datahem.contracts.compile;

import io.datahem.contracts.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Source files as the compiler finds them: side by side in one directory under names of no meaning,
 * with a list of what path each stands for. To make and remove a tree of directories for each push
 * takes longer than to compile it.
 *
 * @param directory where they are
 * @param paths their paths, in the order of their names
 */
record Sources(Path directory, List<String> paths) {
  /** No pushed path begins with it. */
  private static final String PREFIX = "~";

  private static final String SUFFIX = ".proto";

  static Sources write(List<SourceFile> files, Path work) throws IOException {
    Path directory = Files.createDirectory(work.resolve("src"));
    List<String> paths = new ArrayList<>();
    for (SourceFile file : files) {
      Files.writeString(directory.resolve(name(paths.size())), file.text());
      paths.add(file.path());
    }
    return new Sources(directory, List.copyOf(paths));
  }

  private static String name(int index) {
    return PREFIX + index + SUFFIX;
  }

  /** The compiler's arguments that say what each file is. */
  List<String> mappings() {
    List<String> mappings = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      mappings.add("--proto_path=" + paths.get(i) + "=" + name(i));
    }
    return mappings;
  }

  /** The path of a file by the name that the compiler gives it in an error. */
  String path(String said) {
    if (!said.startsWith(PREFIX) || !said.endsWith(SUFFIX)) {
      return said;
    }
    String index = said.substring(PREFIX.length(), said.length() - SUFFIX.length());
    return paths.get(Integer.parseInt(index));
  }
}
