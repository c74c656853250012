package io.datahem.registry.store;

import org.jspecify.annotations.Nullable;

/**
 * What was set for a subject, or for all.
 *
 * @param subject the subject, empty for all
 * @param compatibility a level's name; null when not set
 * @param normalize whether schemas are normalized; null when not set
 * @param mode a mode's name; null when not set
 */
public record SubjectSettings(
    String subject,
    @Nullable String compatibility,
    @Nullable Boolean normalize,
    @Nullable String mode) {

  /** The name under which the settings of all subjects are. */
  public static final String GLOBAL = "";

  /** Nothing set. */
  public static SubjectSettings none(String subject) {
    return new SubjectSettings(subject, null, null, null);
  }

  /** The same with another compatibility and normalization. */
  public SubjectSettings withConfig(@Nullable String level, @Nullable Boolean normalized) {
    return new SubjectSettings(subject, level, normalized, mode);
  }

  /** The same with another mode. */
  public SubjectSettings withMode(@Nullable String other) {
    return new SubjectSettings(subject, compatibility, normalize, other);
  }
}
