package io.datahem.app.settings;

import java.util.List;

/** Settings that cannot be, all problems at once. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The stable code. */
  public static final String CODE = "SETTINGS_INVALID";

  SettingsException(List<String> problems) {
    super(CODE + " Cannot use the settings:\n  " + String.join("\n  ", problems));
  }
}
