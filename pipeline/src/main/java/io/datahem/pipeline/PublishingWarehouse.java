package io.datahem.pipeline;

import io.datahem.contracts.table.TablePlan;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A warehouse whose one more table is what is published: its files are committed by being
 * published, so that manifests, retries and recovery are one mechanism for both. Thread-safe.
 */
final class PublishingWarehouse implements Warehouse.Session {
  private final Warehouse.Session tables;
  private final TypedStreams.Session streams;

  PublishingWarehouse(Warehouse.Session tables, TypedStreams.Session streams) {
    this.tables = tables;
    this.streams = streams;
  }

  @Override
  public Warehouse.Table prepare(TablePlan plan) {
    return tables.prepare(plan);
  }

  @Override
  public Warehouse.DataFile create(Warehouse.Table table) {
    return tables.create(table);
  }

  @Override
  public Warehouse.DataFile createBeside(
      Warehouse.DataFile other, Warehouse.Table table, Map<String, String> names) {
    return tables.createBeside(other, table, names);
  }

  @Override
  public void commit(String table, long job, Map<String, List<Warehouse.WrittenFile>> byToken) {
    if (table.equals(TypedStreams.TABLE)) {
      streams.publish(byToken);
    } else {
      tables.commit(table, job, byToken);
    }
  }

  @Override
  public void maintain(String table) {
    if (!table.equals(TypedStreams.TABLE)) {
      tables.maintain(table);
    }
  }

  @Override
  public void report(String table, long job, Map<Integer, Long> ends) {
    tables.report(table, job, ends);
  }

  @Override
  public int removeOrphans(Set<String> keep, Duration age) {
    return tables.removeOrphans(keep, age) + streams.removeOrphans(keep, age);
  }

  @Override
  public void discard(Collection<Warehouse.WrittenFile> files) {
    streams.discard(files.stream().filter(PublishingWarehouse::isPublished).toList());
    tables.discard(files.stream().filter(file -> !isPublished(file)).toList());
  }

  private static boolean isPublished(Warehouse.WrittenFile file) {
    return file.table().equals(TypedStreams.TABLE);
  }

  @Override
  public void recentIds(
      String table, int partition, long fromOffset, long sinceMillis, Warehouse.IdTaker taker) {
    tables.recentIds(table, partition, fromOffset, sinceMillis, taker);
  }

  @Override
  public void close() {
    streams.close();
    tables.close();
  }
}
