package io.datahem.registry.subjects;

import io.datahem.contracts.compatibility.CompatibilityLevel;
import io.datahem.registry.store.Changes;
import io.datahem.registry.store.SubjectSettings;
import io.datahem.registry.subjects.Catalog.Planned;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compatibility levels and modes: of a subject, else of its context, else of all. Thread-safe. A
 * subject that contracts write is always read-only to clients.
 */
public final class Policies {
  private static final CompatibilityLevel DEFAULT_LEVEL = CompatibilityLevel.BACKWARD;

  private final Catalog catalog;

  Policies(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * A configuration.
   *
   * @param level null when only {@code normalize} is set
   * @param normalize null when it is not set
   */
  public record Config(@Nullable CompatibilityLevel level, @Nullable Boolean normalize) {}

  /** The configuration of all subjects. */
  public Config globalConfig() {
    return effective(SubjectSettings.none(SubjectSettings.GLOBAL));
  }

  /**
   * The configuration of a subject or a context.
   *
   * @param defaultToGlobal whether what holds for all is said when it has none of its own
   */
  public Config config(SubjectName name, boolean defaultToGlobal) {
    SubjectSettings own = catalog.settings(name.toString());
    if (defaultToGlobal) {
      return effective(own, context(name));
    }
    if (own.compatibility() == null && own.normalize() == null) {
      throw new SubjectException(
          SubjectProblem.COMPATIBILITY_NOT_CONFIGURED,
          "Subject '" + name + "' does not have subject-level compatibility configured");
    }
    return config(own);
  }

  /**
   * The level that somebody has set for a stream's contract: for its subject, for the context that
   * holds it, or for all. Empty when nobody has; then streams have a level of their own.
   */
  public static Optional<CompatibilityLevel> levelOfStream(Catalog catalog, String stream) {
    SubjectName subject = Publication.subjectOf(stream);
    return Stream.of(subject.toString(), subject.wholeContext().toString(), SubjectSettings.GLOBAL)
        .map(key -> catalog.settings(key).compatibility())
        .filter(Objects::nonNull)
        .map(CompatibilityLevel::valueOf)
        .findFirst();
  }

  /** What holds for a subject. */
  CompatibilityLevel level(SubjectName name) {
    CompatibilityLevel level = config(name, true).level();
    return level == null ? DEFAULT_LEVEL : level;
  }

  /** Whether schemas of a subject are normalized unless a request says. */
  boolean normalizes(SubjectName name) {
    return Boolean.TRUE.equals(config(name, true).normalize());
  }

  private SubjectSettings context(SubjectName name) {
    return catalog.settings(name.wholeContext().toString());
  }

  private Config effective(SubjectSettings... narrowestFirst) {
    @Nullable String level = first(SubjectSettings::compatibility, narrowestFirst);
    @Nullable Boolean normalize = first(SubjectSettings::normalize, narrowestFirst);
    return new Config(level == null ? DEFAULT_LEVEL : CompatibilityLevel.valueOf(level), normalize);
  }

  private <T> @Nullable T first(
      Function<SubjectSettings, @Nullable T> setting, SubjectSettings... narrowestFirst) {
    for (SubjectSettings settings : narrowestFirst) {
      T value = setting.apply(settings);
      if (value != null) {
        return value;
      }
    }
    return setting.apply(catalog.settings(SubjectSettings.GLOBAL));
  }

  private static Config config(SubjectSettings settings) {
    String level = settings.compatibility();
    return new Config(
        level == null ? null : CompatibilityLevel.valueOf(level), settings.normalize());
  }

  /** Sets what of a configuration is not null. */
  public void setConfig(Optional<SubjectName> name, Config config) {
    change(
        name,
        settings ->
            settings.withConfig(
                config.level() == null ? settings.compatibility() : config.level().name(),
                config.normalize() == null ? settings.normalize() : config.normalize()));
  }

  /** Takes a configuration back; what it was is returned. */
  public Config deleteConfig(Optional<SubjectName> name) {
    Config before = name.map(one -> config(one, false)).orElseGet(this::globalConfig);
    change(name, settings -> settings.withConfig(null, null));
    return before;
  }

  private void change(Optional<SubjectName> name, UnaryOperator<SubjectSettings> change) {
    String key = name.map(SubjectName::toString).orElse(SubjectSettings.GLOBAL);
    catalog.change(
        () -> {
          SubjectSettings before = catalog.settings(key);
          SubjectSettings after = change.apply(before);
          return after.equals(before)
              ? Planned.nothing(true)
              : new Planned<>(Changes.setting(after), true);
        });
  }

  /** Reads a level's name. */
  public static CompatibilityLevel level(String name) {
    return Arrays.stream(CompatibilityLevel.values())
        .filter(level -> level.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new SubjectException(
                    SubjectProblem.COMPATIBILITY_INVALID,
                    "Invalid compatibility level. Valid values are "
                        + Arrays.toString(CompatibilityLevel.values())));
  }

  /** The mode of all subjects. */
  public Mode globalMode() {
    String mode = catalog.settings(SubjectSettings.GLOBAL).mode();
    return mode == null ? Mode.READWRITE : Mode.valueOf(mode);
  }

  /**
   * The mode of a subject or a context.
   *
   * @param defaultToGlobal whether what holds for all is said when it has none of its own
   */
  public Mode mode(SubjectName name, boolean defaultToGlobal) {
    if (catalog.subject(name).isOfContracts()) {
      return Mode.READONLY;
    }
    String own = catalog.settings(name.toString()).mode();
    if (defaultToGlobal) {
      return effective(name);
    }
    if (own == null) {
      throw new SubjectException(
          SubjectProblem.MODE_NOT_CONFIGURED,
          "Subject '" + name + "' does not have subject-level mode configured");
    }
    return Mode.valueOf(own);
  }

  private Mode effective(SubjectName name) {
    Mode global = globalMode();
    String own = first(SubjectSettings::mode, catalog.settings(name.toString()), context(name));
    return global == Mode.READONLY_OVERRIDE || own == null ? global : Mode.valueOf(own);
  }

  /**
   * Sets a mode.
   *
   * @param force whether to import into what has schemas already
   */
  public void setMode(Optional<SubjectName> name, Mode mode, boolean force) {
    name.ifPresent(this::requireNotOfContracts);
    if (mode == Mode.IMPORT && !force && hasSchemas(name)) {
      throw SubjectException.notPermitted(
          "Cannot import since found existing subjects"
              + name.map(one -> ": " + one).orElse("")
              + ". Say force=true to import beside them.");
    }
    change(name, settings -> settings.withMode(mode.name()));
  }

  private boolean hasSchemas(Optional<SubjectName> name) {
    for (Subject subject : catalog.subjects()) {
      boolean within =
          name.isEmpty()
              || subject.name().equals(name.get())
              || subject.name().wholeContext().equals(name.get());
      if (within && !subject.live().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Takes a mode back; what it was is returned. */
  public Mode deleteMode(Optional<SubjectName> name) {
    name.ifPresent(this::requireNotOfContracts);
    Mode before = name.map(one -> mode(one, false)).orElseGet(this::globalMode);
    change(name, settings -> settings.withMode(null));
    return before;
  }

  /** Reads a mode's name. */
  public static Mode mode(String name) {
    return Arrays.stream(Mode.values())
        .filter(mode -> mode.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new SubjectException(
                    SubjectProblem.MODE_INVALID,
                    "Invalid mode. Valid values are " + Arrays.toString(Mode.values())));
  }

  /** Refuses what a client may not write. */
  void requireWritable(SubjectName name) {
    requireNotOfContracts(name);
    if (effective(name).isReadOnly()) {
      throw SubjectException.notPermitted("Subject " + name + " is in read-only mode");
    }
  }

  private void requireNotOfContracts(SubjectName name) {
    if (catalog.subject(name).isOfContracts()) {
      throw SubjectException.notPermitted(
          "Cannot write subject '"
              + name
              + "': it is written by pushes of contracts. Push the contract instead.");
    }
  }
}
