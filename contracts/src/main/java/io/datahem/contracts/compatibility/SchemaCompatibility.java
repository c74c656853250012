package io.datahem.contracts.compatibility;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.contracts.Finding;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a schema's next version keeps its readers whole. Every message of the schema's own file
 * counts as an event, nested ones too; types are the same wherever they stand.
 */
public final class SchemaCompatibility {
  private static final Set<Format> WIRE_AND_JSON = EnumSet.of(Format.WIRE, Format.JSON);

  /**
   * Every break on the wire and in JSON, for readers that pass over what they do not know.
   *
   * @param earlierOldestFirst every earlier version, deleted ones too: a number that once was given
   *     away is never free again, whatever was deleted since
   * @return errors alone; empty when the level is kept
   */
  public static List<Finding> check(
      CompatibilityLevel level, List<FileDescriptor> earlierOldestFirst, FileDescriptor after) {
    return check(level, WIRE_AND_JSON, earlierOldestFirst, after);
  }

  /**
   * Every break for the readers that there are.
   *
   * @param formats how they read; {@link Format#TABLE} says nothing of a schema without a stream
   */
  public static List<Finding> check(
      CompatibilityLevel level,
      Set<Format> formats,
      List<FileDescriptor> earlierOldestFirst,
      FileDescriptor after) {
    if (level == CompatibilityLevel.NONE || earlierOldestFirst.isEmpty()) {
      return List.of();
    }
    Policy policy = Policy.ofSchema(level, formats);
    Verdict verdict = new Verdict();
    SchemaTypes now = SchemaTypes.of(after);
    int versions = earlierOldestFirst.size();
    for (int i = versions - 1; i >= CompatibilityCheck.oldest(level, versions); i--) {
      compare(policy, SchemaTypes.of(earlierOldestFirst.get(i)), now, after, verdict);
    }
    if (!level.transitive()) {
      Tombstones.check(policy, earlierOldestFirst, after, verdict);
    }
    return verdict.findings();
  }

  private static void compare(
      Policy policy, SchemaTypes old, SchemaTypes now, FileDescriptor after, Verdict verdict) {
    SchemaWalk walk = new SchemaWalk(policy, verdict);
    for (Descriptor before : old.own()) {
      Descriptor found = now.find(before, old);
      if (found != null) {
        walk.compare(before, found);
      } else if (before.getContainingType() == null) {
        removed(policy, before, after, verdict);
      }
    }
  }

  private static void removed(
      Policy policy, Descriptor before, FileDescriptor after, Verdict verdict) {
    MessageRules.MESSAGE_REMOVED
        .broken(before, before)
        .ifPresent(
            broken ->
                verdict.add(
                    policy,
                    MessageRules.MESSAGE_REMOVED,
                    broken,
                    new Verdict.Elements(before, after, before.getFullName(), before.getFullName()),
                    new Verdict.Event(before.getFullName(), (example, whom) -> example)));
  }

  private SchemaCompatibility() {}
}
