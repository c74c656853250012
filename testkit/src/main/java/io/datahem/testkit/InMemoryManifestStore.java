package io.datahem.testkit;

import static java.util.Objects.requireNonNull;

import io.datahem.pipeline.BookLine;
import io.datahem.pipeline.BookLine.Outcome;
import io.datahem.pipeline.FencedException;
import io.datahem.pipeline.ManifestStore;
import io.datahem.pipeline.Part;
import io.datahem.pipeline.Warehouse.WrittenFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Manifests in this process's memory, for tests of what stands on them. Values with one name are
 * the same store, serialised or not. Thread-safe.
 *
 * @param name names the store
 */
public record InMemoryManifestStore(String name) implements ManifestStore {
  private static final long serialVersionUID = 1L;
  private static final Map<String, State> STORES = new ConcurrentHashMap<>();

  @Override
  public Session open() {
    return STORES.computeIfAbsent(name, unused -> new State());
  }

  /** What stands in one store; a session of it has nothing of its own. */
  private static final class State implements Session {
    private final List<String> owners = new ArrayList<>();
    private final Map<Integer, Claim> partitions = new TreeMap<>();
    private final TreeMap<Long, Manifest> manifests = new TreeMap<>();
    private final Map<Line, Long> books = new HashMap<>();
    private long grownAtMillis;

    /** A line of the books without its count. */
    private record Line(String stream, long hour, Outcome outcome, String code) {}

    @Override
    public synchronized long register(String owner) {
      if (!owners.contains(owner)) {
        owners.add(owner);
      }
      if (!isNewest(owner)) {
        throw new FencedException(owner);
      }
      return owners.size();
    }

    @Override
    public synchronized Claim claim(String owner, int partition) {
      register(owner);
      Claim before = held(partition);
      Claim claim = new Claim(before.claim() + 1, before.acceptedEnd());
      partitions.put(partition, claim);
      return claim;
    }

    @Override
    public synchronized boolean isFenced(String owner) {
      return owners.contains(owner) && !isNewest(owner);
    }

    private boolean isNewest(String owner) {
      return !owners.isEmpty() && owners.get(owners.size() - 1).equals(owner);
    }

    private Claim held(int partition) {
      return partitions.getOrDefault(partition, new Claim(0, 0));
    }

    @Override
    public synchronized Acceptance accept(Part part) {
      Verdict verdict = verdict(part);
      if (verdict != Verdict.ACCEPTED) {
        return new Acceptance(verdict, 0);
      }
      long id = manifests.isEmpty() ? 1 : manifests.lastKey() + 1;
      Set<String> pending = new HashSet<>();
      part.files().stream().map(WrittenFile::table).forEach(pending::add);
      manifests.put(id, new Manifest(id, part, pending));
      partitions.put(part.partition(), new Claim(part.claim(), part.end()));
      for (BookLine line : part.lines()) {
        books.merge(
            new Line(line.stream(), line.hour(), line.outcome(), line.code()),
            line.count(),
            Long::sum);
      }
      return new Acceptance(verdict, id);
    }

    private Verdict verdict(Part part) {
      if (!isNewest(part.owner())) {
        return Verdict.FENCED;
      }
      Claim held = held(part.partition());
      if (part.end() <= held.acceptedEnd()) {
        return Verdict.COVERED;
      }
      if (part.claim() != held.claim()) {
        return Verdict.STALE;
      }
      return part.from() == held.acceptedEnd() ? Verdict.ACCEPTED : Verdict.MISPLACED;
    }

    @Override
    public synchronized long acceptedEnd(int partition) {
      return held(partition).acceptedEnd();
    }

    @Override
    public synchronized List<Manifest> unsettled(long afterId, int limit) {
      return manifests.tailMap(afterId, false).values().stream()
          .filter(manifest -> !manifest.pending().isEmpty())
          .limit(limit)
          .toList();
    }

    @Override
    public synchronized void settle(String table, Collection<Long> ids) {
      for (long id : ids) {
        manifests.computeIfPresent(
            id,
            (same, manifest) -> {
              Set<String> pending = new HashSet<>(manifest.pending());
              pending.remove(table);
              return new Manifest(same, manifest.part(), pending);
            });
      }
    }

    @Override
    public synchronized void noteGrowth(long atMillis) {
      grownAtMillis = Math.max(grownAtMillis, atMillis);
    }

    @Override
    public synchronized long grownAtMillis() {
      return grownAtMillis;
    }

    @Override
    public synchronized Map<Integer, Long> settledEnds() {
      Map<Integer, Long> ends = new TreeMap<>();
      partitions.forEach((partition, held) -> ends.put(partition, held.acceptedEnd()));
      for (Manifest open : unsettled(0, Integer.MAX_VALUE)) {
        Part part = open.part();
        ends.merge(part.partition(), part.from(), Math::min);
      }
      return ends;
    }

    @Override
    public synchronized List<BookLine> books() {
      return books.keySet().stream()
          .map(
              line ->
                  new BookLine(
                      line.stream(),
                      line.hour(),
                      line.outcome(),
                      line.code(),
                      requireNonNull(books.get(line))))
          .toList();
    }

    @Override
    public synchronized Account account() {
      Map<Integer, Long> ends = settledEnds();
      List<BookLine> open = new ArrayList<>();
      List<Range> ranges = new ArrayList<>();
      for (Manifest manifest : manifests.values()) {
        Part part = manifest.part();
        if (part.end() > ends.getOrDefault(part.partition(), 0L)) {
          open.addAll(part.lines());
        } else {
          ranges.add(new Range(part.partition(), part.from(), part.end(), part.events()));
        }
      }
      return new Account(ends, books(), open, ranges);
    }

    @Override
    public void close() {}
  }
}
