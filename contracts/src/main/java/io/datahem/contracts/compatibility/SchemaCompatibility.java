package io.datahem.contracts.compatibility;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.contracts.Finding;
import java.util.ArrayList;
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
   * @param deleted versions that nobody reads any more; their data may be there still, so what they
   *     gave away is not free again
   * @param earlierOldestFirst every other earlier version; of a schema that has none but deleted
   *     ones nothing is asked
   * @return errors alone; empty when the level is kept
   */
  public static List<Finding> check(
      CompatibilityLevel level,
      List<FileDescriptor> deleted,
      List<FileDescriptor> earlierOldestFirst,
      FileDescriptor after) {
    return check(Policy.ofSchema(level, WIRE_AND_JSON), deleted, earlierOldestFirst, after);
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
    return check(Policy.ofSchema(level, formats), List.of(), earlierOldestFirst, after);
  }

  private static List<Finding> check(
      Policy policy,
      List<FileDescriptor> deleted,
      List<FileDescriptor> earlierOldestFirst,
      FileDescriptor after) {
    CompatibilityLevel level = policy.level();
    if (level == CompatibilityLevel.NONE || earlierOldestFirst.isEmpty()) {
      return List.of();
    }
    Verdict verdict = new Verdict();
    SchemaTypes now = SchemaTypes.of(after);
    int versions = earlierOldestFirst.size();
    for (int i = versions - 1; i >= CompatibilityCheck.oldest(level, versions); i--) {
      compare(policy, SchemaTypes.of(earlierOldestFirst.get(i)), now, after, verdict);
    }
    // What was compared above needs no look at what it gave away.
    List<FileDescriptor> buried = new ArrayList<>(deleted);
    buried.addAll(earlierOldestFirst.subList(level.transitive() ? versions - 1 : 0, versions));
    Tombstones.check(policy, buried, after, verdict);
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
