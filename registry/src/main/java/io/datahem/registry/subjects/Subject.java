package io.datahem.registry.subjects;

import io.datahem.registry.store.SubjectVersion;
import io.datahem.registry.store.SubjectVersion.Owner;
import io.datahem.registry.store.SubjectVersion.State;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A subject's versions at one moment, deleted ones among them. Immutable. */
final class Subject {
  private final SubjectName name;
  private final NavigableMap<Integer, SubjectVersion> versions;

  private Subject(SubjectName name, NavigableMap<Integer, SubjectVersion> versions) {
    this.name = name;
    this.versions = versions;
  }

  static Subject none(SubjectName name) {
    return new Subject(name, new TreeMap<>());
  }

  SubjectName name() {
    return name;
  }

  /** The subject with a version as it is now. */
  Subject with(SubjectVersion version) {
    TreeMap<Integer, SubjectVersion> next = new TreeMap<>(versions);
    if (version.state() == State.PURGED) {
      next.remove(version.version());
    } else {
      next.put(version.version(), version);
    }
    return new Subject(name, next);
  }

  boolean isEmpty() {
    return versions.isEmpty();
  }

  /** Every version, oldest first. */
  List<SubjectVersion> all() {
    return List.copyOf(versions.values());
  }

  List<SubjectVersion> live() {
    return versions.values().stream().filter(v -> v.state() == State.LIVE).toList();
  }

  List<SubjectVersion> deleted() {
    return versions.values().stream().filter(v -> v.state() == State.DELETED).toList();
  }

  /** Those to show: live ones, and deleted ones to who asks for them. */
  List<SubjectVersion> shown(boolean deleted) {
    return deleted ? all() : live();
  }

  Optional<SubjectVersion> latest(boolean deleted) {
    for (SubjectVersion version : versions.descendingMap().values()) {
      if (deleted || version.state() == State.LIVE) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  @Nullable SubjectVersion version(int number) {
    return versions.get(number);
  }

  /** The number of the next version; deleted ones keep theirs. */
  int next() {
    return versions.isEmpty() ? 1 : versions.lastKey() + 1;
  }

  /** Whether pushes of contracts write it, and clients do not. */
  boolean isOfContracts() {
    return versions.values().stream()
        .anyMatch(v -> v.owner() == Owner.CONTRACT && v.state() == State.LIVE);
  }
}
