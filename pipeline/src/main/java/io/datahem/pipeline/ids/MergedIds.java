package io.datahem.pipeline.ids;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Several sorted sequences of ids as one. */
final class MergedIds implements IdCursor {
  private final PriorityQueue<IdCursor> rest =
      new PriorityQueue<>(Comparator.comparingLong(IdCursor::hash));
  private @Nullable IdCursor current;

  MergedIds(List<IdCursor> cursors) {
    for (IdCursor cursor : cursors) {
      if (cursor.next()) {
        rest.add(cursor);
      }
    }
  }

  @Override
  public boolean next() {
    if (current != null && current.next()) {
      rest.add(current);
    }
    current = rest.poll();
    return current != null;
  }

  @Override
  public long hash() {
    return current().hash();
  }

  @Override
  public long place() {
    return current().place();
  }

  private IdCursor current() {
    if (current == null) {
      throw new IllegalStateException("There is no id here");
    }
    return current;
  }
}
