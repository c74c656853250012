package io.datahem.registry;

import io.datahem.contracts.Contract;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.Finding;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compatibility.CompatibilityCheck;
import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.TablePlans;
import io.datahem.registry.store.StoredVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What changed between two versions of a contract.
 *
 * @param findings what the change would break if it were pushed
 * @param columns what becomes of the table's columns
 * @param files what became of the sources
 */
record VersionDiff(
    String stream,
    int from,
    int to,
    List<Finding> findings,
    List<ColumnChange> columns,
    List<FileChange> files) {

  /**
   * A column that is not what it was.
   *
   * @param path what identifies it, the path of field numbers
   * @param before its name and type, empty when it is new
   * @param after its name and type, empty when it is gone
   */
  record ColumnChange(String path, String before, String after) {}

  /**
   * A source that is not what it was.
   *
   * @param diff a unified diff of its text
   */
  record FileChange(String path, String diff) {}

  static VersionDiff of(StoredVersion from, StoredVersion to) {
    Contract before = contract(from);
    Contract after = contract(to);
    List<Finding> findings =
        from.message().equals(to.message()) ? CompatibilityCheck.check(before, after) : List.of();
    return new VersionDiff(
        from.stream(),
        from.version(),
        to.version(),
        findings,
        columns(before, after),
        files(from.sources(), to.sources()));
  }

  private static Contract contract(StoredVersion version) {
    return Contracts.load(version.descriptorSet(), version.message(), version.version());
  }

  private static List<ColumnChange> columns(Contract before, Contract after) {
    Map<String, String> old = new LinkedHashMap<>();
    Map<String, String> now = new LinkedHashMap<>();
    flatten("", TablePlans.of(before).columns(), old);
    flatten("", TablePlans.of(after).columns(), now);
    List<ColumnChange> changes = new ArrayList<>();
    for (String path : union(old.keySet(), now.keySet())) {
      ColumnChange change =
          new ColumnChange(path, old.getOrDefault(path, ""), now.getOrDefault(path, ""));
      if (!change.before.equals(change.after)) {
        changes.add(change);
      }
    }
    return changes;
  }

  private static void flatten(String in, List<Column> columns, Map<String, String> flat) {
    for (Column column : columns) {
      String name = in + column.name();
      flat.put(column.path(), name + " " + (column.repeated() ? "repeated " : "") + column.type());
      flatten(name + ".", column.fields(), flat);
    }
  }

  private static List<FileChange> files(List<SourceFile> before, List<SourceFile> after) {
    Map<String, String> old = texts(before);
    Map<String, String> now = texts(after);
    List<FileChange> changes = new ArrayList<>();
    for (String path : union(old.keySet(), now.keySet())) {
      String diff = LineDiff.of(path, old.getOrDefault(path, ""), now.getOrDefault(path, ""));
      if (!diff.isEmpty()) {
        changes.add(new FileChange(path, diff));
      }
    }
    return changes;
  }

  private static Map<String, String> texts(List<SourceFile> files) {
    Map<String, String> texts = new LinkedHashMap<>();
    files.forEach(file -> texts.put(file.path(), file.text()));
    return texts;
  }

  private static Set<String> union(Set<String> first, Set<String> second) {
    Set<String> all = new LinkedHashSet<>(first);
    all.addAll(second);
    return all;
  }
}
