package io.datahem.contracts.options;

import java.util.Locale;
import java.util.regex.Pattern;

/** What streams, tables and columns may be called, and what they are called when nobody says. */
public final class Names {
  private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final Pattern TABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final Pattern STREAM = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,199}");
  private static final Pattern MAJOR =
      Pattern.compile("(?:^|\\.)v(\\d+)(?:(?:alpha|beta)\\d*)?(?:\\.|$)");

  static boolean isColumn(String name) {
    return COLUMN.matcher(name).matches();
  }

  static boolean isTable(String name) {
    return TABLE.matcher(name).matches();
  }

  static boolean isStream(String name) {
    return STREAM.matcher(name).matches();
  }

  /**
   * {@code shop.v1.TruckTemperature} is {@code truck-temperature}; of {@code shop.v2} it ends in
   * {@code -v2}.
   */
  public static String streamOf(String packageName, String messageName) {
    return kebab(messageName) + majorSuffix(packageName);
  }

  /** {@code truck-temperatures} is {@code truck_temperatures}. */
  public static String tableOf(String stream) {
    String name = stream.replaceAll("[^A-Za-z0-9_]", "_").toLowerCase(Locale.ROOT);
    return Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }

  private static String majorSuffix(String packageName) {
    var matcher = MAJOR.matcher(packageName);
    String major = "1";
    while (matcher.find()) {
      major = matcher.group(1);
    }
    return major.equals("1") || major.equals("0") ? "" : "-v" + major;
  }

  private static String kebab(String camel) {
    return camel
        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replaceAll("([A-Z]+)([A-Z][a-z])", "$1-$2")
        .replace('_', '-')
        .toLowerCase(Locale.ROOT);
  }

  private Names() {}
}
