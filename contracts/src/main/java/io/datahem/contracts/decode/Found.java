package io.datahem.contracts.decode;

/** Says what was found, in at most 32 characters of it. */
final class Found {
  private static final int MAX_CHARS = 32;

  static String text(String type, String value) {
    String shown = value.length() <= MAX_CHARS ? value : value.substring(0, MAX_CHARS) + "…";
    StringBuilder out = new StringBuilder(type).append(' ');
    boolean quoted = type.equals("string");
    if (quoted) {
      out.append('"');
    }
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      out.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return (quoted ? out.append('"') : out).toString();
  }

  private Found() {}
}
