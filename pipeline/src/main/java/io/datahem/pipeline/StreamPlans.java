package io.datahem.pipeline;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.contracts.Contract;
import io.datahem.contracts.ContractSnapshot.Entry;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.ParkedField;
import io.datahem.contracts.decode.EventDecoders;
import io.datahem.contracts.table.TablePlans;
import io.datahem.pipeline.DeadLetterTable.Failure;
import io.datahem.pipeline.JobStatus.StreamState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles live contracts into plans, each version once, and prepares their tables first. Not
 * thread-safe.
 */
final class StreamPlans {
  private static final Logger LOG = LoggerFactory.getLogger(StreamPlans.class);

  private static final int MAX_PARKED_FIELDS = 50;

  private final Warehouse.Session warehouse;
  private final boolean publishes;
  private final Map<String, Known> byStream = new HashMap<>();
  private byte[] types = new byte[0];
  private List<FileDescriptor> others = List.of();

  /**
   * The plan in use.
   *
   * @param version the version that it is or should be, 0 when it is to be compiled again
   * @param state the version that it is, and why it is not the one that it should be
   */
  private record Known(int version, StreamState state, StreamPlan plan, boolean knowsAny) {
    Known outdated() {
      return knowsAny ? new Known(0, state, plan, true) : this;
    }
  }

  /**
   * No plans yet.
   *
   * @param publishes true when there is somewhere to publish events to
   */
  StreamPlans(Warehouse.Session warehouse, boolean publishes) {
    this.warehouse = warehouse;
    this.publishes = publishes;
  }

  /**
   * The types of all live files: plans of contracts that know Any are compiled again when these are
   * others.
   *
   * @param allTypes a serialized FileDescriptorSet
   */
  void know(byte[] allTypes) {
    if (Arrays.equals(types, allTypes)) {
      return;
    }
    types = allTypes;
    try {
      others = Contracts.files(allTypes);
      byStream.replaceAll((stream, known) -> known.outdated());
    } catch (IllegalArgumentException e) {
      LOG.warn("Cannot read the types that an Any may hold: {}", e.getMessage());
    }
  }

  /** The plan for an entry: its own version's, else the one that was in use, else a blocked one. */
  StreamPlan plan(Entry entry) {
    Known known = byStream.get(entry.stream());
    if (known == null || known.version != entry.version() || known.state.isParked()) {
      known = compile(entry, known);
      byStream.put(entry.stream(), known);
    }
    return known.plan;
  }

  /** How the stream of an entry does that {@link #plan} was asked for. */
  StreamState state(Entry entry) {
    Known known = byStream.get(entry.stream());
    return known == null ? new StreamState(0, "not loaded yet") : known.state;
  }

  private Known compile(Entry entry, @Nullable Known before) {
    try {
      return compile(entry);
    } catch (WarehouseException e) {
      return behind(entry, before, e.reason().name(), e.getMessage());
    } catch (RuntimeException e) {
      return behind(entry, before, Failures.CONTRACT_UNREADABLE, e.getMessage());
    }
  }

  /** A field that the table has no place for is left out: its values go to the unknown ones. */
  private Known compile(Entry entry) {
    byte[] set = entry.descriptorSet();
    boolean knowsAny = Contracts.knowsAny(set);
    List<String> parked = new ArrayList<>();
    while (true) {
      Contract contract =
          Contracts.load(set, entry.message(), entry.version()).with(knowsAny ? others : List.of());
      try {
        Warehouse.Table table = warehouse.prepare(TablePlans.of(contract));
        return new Known(
            entry.version(),
            new StreamState(entry.version(), String.join(" ", parked)),
            ready(entry, contract, table),
            knowsAny);
      } catch (WarehouseException e) {
        if (e.column().isEmpty() || parked.size() == MAX_PARKED_FIELDS) {
          throw e;
        }
        parked.add(e.reason() + " " + e.getMessage() + " Its values are kept in _unknown.");
        set = ParkedField.without(set, entry.message(), e.column());
      }
    }
  }

  private StreamPlan ready(Entry entry, Contract contract, Warehouse.Table table) {
    return new StreamPlan.Ready(
        entry.stream(),
        entry.version(),
        EventDecoders.compile(contract),
        table,
        typedForm(contract, entry),
        contract.options().events().duplicateHours());
  }

  private @Nullable TypedForm typedForm(Contract contract, Entry entry) {
    return publishes && contract.options().events().typedStream()
        ? new TypedForm(contract, entry.schemaId())
        : null;
  }

  private static Known behind(
      Entry entry, @Nullable Known before, String code, @Nullable String why) {
    String what = "Cannot use version " + entry.version() + " of " + entry.stream() + ": " + why;
    boolean ready = before != null && before.plan instanceof StreamPlan.Ready;
    if (before == null || before.version != entry.version()) {
      LOG.warn("{} {}{}", code, what, ready ? " The version before stays in use." : "");
    }
    String problem = code + " " + what;
    if (before != null && ready) {
      StreamState state = new StreamState(before.state.version(), problem);
      return new Known(entry.version(), state, before.plan, before.knowsAny);
    }
    Failure failure = new Failure(code, "", what, (long) entry.version());
    return new Known(
        entry.version(),
        new StreamState(0, problem),
        new StreamPlan.Blocked(entry.stream(), failure),
        false);
  }
}
