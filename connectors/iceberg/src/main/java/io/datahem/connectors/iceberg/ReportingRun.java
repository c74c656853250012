package io.datahem.connectors.iceberg;

import static java.util.Objects.requireNonNull;

import io.datahem.connectors.iceberg.ReportingMerge.Outcome;
import io.datahem.connectors.iceberg.ReportingState.Definition;
import io.datahem.contracts.table.CurrentState;
import io.datahem.contracts.table.Reporting;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitStateUnknownException;

/**
 * Merges what has come to a stream's table into its reporting table, so many positions at a time
 * that the objects they speak of fit into memory. Each time is one commit, which says up to where:
 * a process that dies between two leaves a table that is right for its positions.
 */
final class ReportingRun {
  private final Table staging;
  private final Table reporting;
  private final TableOperations operations;
  private final long job;
  private final int maxObjects;

  /**
   * A run.
   *
   * @param staging a view of the stream's table, read by nobody else
   * @param reporting its reporting table
   * @param job the number of the job that merges
   * @param maxObjects of how many objects there may be changes in a commit
   */
  ReportingRun(Table staging, Table reporting, long job, int maxObjects) {
    this.staging = staging;
    this.reporting = reporting;
    this.operations = ((HasTableOperations) reporting).operations();
    this.job = job;
    this.maxObjects = maxObjects;
  }

  /**
   * Merges what is not merged yet.
   *
   * @param ends one past the last position whose row is certain to be in the stream's table
   */
  void run(CurrentState current, Map<Integer, Long> ends) throws IOException {
    Reporting wanted = requireNonNull(current.reporting());
    Definition definition = Definition.of(staging.schema(), current, wanted);
    List<Integer> clustering = ReportingTable.clustering(staging.schema(), definition, wanted);
    TableMetadata state = ((HasTableOperations) staging).operations().current();
    ReportingTable.evolve(
        operations, state, wanted, clustering, GuardedOperations.bringing(List.of(), job));
    long positions = Long.MAX_VALUE;
    Map<Integer, Long> passed = Map.of();
    while (true) {
      reporting.refresh();
      Optional<ReportingState> merged =
          ReportingState.of(reporting.currentSnapshot())
              .filter(known -> known.definition().equals(definition));
      Map<Integer, Long> from = new HashMap<>(passed);
      merged.ifPresent(known -> known.ends().forEach((at, end) -> from.merge(at, end, Math::max)));
      StagedRange all = new StagedRange(from, ends);
      if (all.isEmpty()) {
        return;
      }
      StagedRange range = all.first(positions);
      ReportingMerge merge =
          new ReportingMerge(staging, reporting, definition, clustering, maxObjects);
      Outcome outcome = merge.run(range, merged.isEmpty());
      if (outcome == Outcome.TOO_MUCH) {
        positions = range.size() / 2;
        continue;
      }
      if (outcome == Outcome.MERGED) {
        commit(merge, range, new ReportingState(definition, ends(range)));
      } else if (range.equals(all)) {
        return;
      } else {
        // Other streams' positions: what is beyond them is merged all the same.
        passed = ends(range);
      }
      positions = Math.max(positions, positions * 2);
    }
  }

  private static Map<Integer, Long> ends(StagedRange range) {
    Map<Integer, Long> ends = new HashMap<>(range.from());
    range.end().forEach((partition, end) -> ends.merge(partition, end, Math::max));
    return ends;
  }

  private void commit(ReportingMerge merge, StagedRange range, ReportingState state)
      throws IOException {
    Snapshot before = reporting.currentSnapshot();
    Consumer<TableMetadata> check =
        GuardedOperations.replacing(before == null ? -1 : before.snapshotId(), job);
    OverwriteFiles overwrite =
        new BaseTable(new GuardedOperations(operations, check), reporting.name()).newOverwrite();
    overwrite.scanManifestsWith(TableCommits.ON_THIS_THREAD);
    overwrite.set(GuardedOperations.JOB_PROPERTY, Long.toString(job));
    overwrite.set(ReportingState.PROPERTY, state.json());
    ReportingFiles written = merge.write(range);
    merge.replace(overwrite, written);
    try {
      overwrite.commit();
    } catch (CommitStateUnknownException e) {
      throw e;
    } catch (RuntimeException e) {
      written.abort();
      throw e;
    }
  }
}
