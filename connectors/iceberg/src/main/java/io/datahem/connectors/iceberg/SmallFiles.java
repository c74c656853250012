package io.datahem.connectors.iceberg;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.StructLikeWrapper;

/**
 * Which data files of a table are worth merging. Files of one partition fall into tiers by size,
 * each sixteen times the one below; sixteen of a tier are merged, and what comes out belongs to a
 * higher tier sooner or later. So a row is written again about once a tier, and a partition has at
 * most fifteen files a tier, besides those of {@link #LARGE_BYTES} and more, which are left alone.
 */
final class SmallFiles {
  static final int FILES_PER_TIER = 16;
  static final long LARGE_BYTES = 64L << 20;

  /** A merged file is no larger than this, by the sizes of what it is made of. */
  static final long MAX_MERGED_BYTES = 128L << 20;

  private static final long FIRST_TIER_BYTES = 16L << 10;
  private static final int GROWTH = 16;

  private final Table table;
  private final Map<Place, List<DataFile>> files = new LinkedHashMap<>();

  private record Place(int spec, StructLikeWrapper partition, int tier) {}

  SmallFiles(Table table) {
    this.table = table;
  }

  void add(DataFile file) {
    if (file.fileSizeInBytes() < LARGE_BYTES) {
      StructLikeWrapper partition =
          StructLikeWrapper.forType(specOf(table, file).partitionType()).set(file.partition());
      Place place = new Place(file.specId(), partition, tier(file.fileSizeInBytes()));
      files.computeIfAbsent(place, p -> new ArrayList<>()).add(file);
    }
  }

  /** The spec that a file was written under. */
  static PartitionSpec specOf(Table table, DataFile file) {
    PartitionSpec spec = table.specs().get(file.specId());
    if (spec == null) {
      throw new IllegalStateException(
          "Cannot find partition spec " + file.specId() + " of " + file.location());
    }
    return spec;
  }

  private static int tier(long bytes) {
    int tier = 0;
    for (long limit = FIRST_TIER_BYTES; bytes >= limit; limit *= GROWTH) {
      tier++;
    }
    return tier;
  }

  /** Files to merge into one each, the oldest rows first. */
  List<List<DataFile>> groups() {
    List<List<DataFile>> groups = new ArrayList<>();
    for (List<DataFile> tier : files.values()) {
      if (tier.size() >= FILES_PER_TIER) {
        tier.sort(
            Comparator.comparing(DataFile::fileSequenceNumber).thenComparing(DataFile::location));
        split(tier, groups);
      }
    }
    return groups;
  }

  private static void split(List<DataFile> tier, List<List<DataFile>> groups) {
    List<DataFile> group = new ArrayList<>();
    long bytes = 0;
    for (DataFile file : tier) {
      if (bytes + file.fileSizeInBytes() > MAX_MERGED_BYTES) {
        groups.add(group);
        group = new ArrayList<>();
        bytes = 0;
      }
      group.add(file);
      bytes += file.fileSizeInBytes();
    }
    if (group.size() > 1) {
      groups.add(group);
    }
  }
}
