package io.datahem.pipeline;

import io.datahem.pipeline.Warehouse.WrittenFile;
import java.io.Serializable;
import java.util.List;

/**
 * A contiguous range of one partition's positions, every file that was written for it, for all
 * tables at once, and its counts for the books. Settled as one.
 *
 * @param owner the job that wrote it
 * @param partition the log partition
 * @param claim the claim its reader holds
 * @param from the first position covered
 * @param end one past the last
 * @param oldestMillis when its oldest event was collected, milliseconds since 1970; what freshness
 *     is measured from
 * @param files the written files of every table
 * @param lines what its events became, by stream and hour
 */
public record Part(
    String owner,
    int partition,
    long claim,
    long from,
    long end,
    long oldestMillis,
    List<WrittenFile> files,
    List<BookLine> lines)
    implements Serializable {

  /** How many events stand in the range. */
  public long events() {
    return lines.stream().mapToLong(BookLine::count).sum();
  }

  public Part {
    files = List.copyOf(files);
    lines = List.copyOf(lines);
  }
}
