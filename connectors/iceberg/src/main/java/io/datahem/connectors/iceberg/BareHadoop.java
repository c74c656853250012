package io.datahem.connectors.iceberg;

import java.net.URL;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs work without Hadoop's default settings. Opening a Parquet file makes a Hadoop configuration,
 * which parses 120 KB of XML that nothing here asks for: more than all else that a file of few rows
 * costs (9 of 13 ms of CPU). A configuration looks for its settings by the thread's context class
 * loader, so one that does not show them spares it.
 */
final class BareHadoop {
  /** {@code core-default.xml} and those that Hadoop's other parts add as they are loaded. */
  private static final Pattern SETTINGS = Pattern.compile("[a-z]+-(default|site)\\.xml");

  private static final ClassLoader LOADER =
      new ClassLoader(BareHadoop.class.getClassLoader()) {
        @Override
        public @Nullable URL getResource(String name) {
          return SETTINGS.matcher(name).matches() ? null : super.getResource(name);
        }
      };

  static <T> T run(Supplier<T> work) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(LOADER);
    try {
      return work.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private BareHadoop() {}
}
