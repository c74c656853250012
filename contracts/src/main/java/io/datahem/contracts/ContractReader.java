package io.datahem.contracts;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.Places;
import io.datahem.contracts.options.FieldOptions;
import io.datahem.contracts.options.FieldOptionsReader;
import io.datahem.contracts.options.StreamOptions;
import io.datahem.contracts.options.StreamOptionsReader;
import io.datahem.contracts.rules.EventRules;
import io.datahem.contracts.rules.RuleMode;
import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.SystemColumns;
import io.datahem.contracts.table.TablePlans;
import io.datahem.contracts.table.TableWidth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds the contracts among compiled files and checks every option of each, once per message type.
 */
public final class ContractReader {
  private final Set<Finding> findings = new LinkedHashSet<>();
  private final List<Contract> contracts = new ArrayList<>();
  private final Set<String> checked = new HashSet<>();
  private final Deque<Descriptor> toCheck = new ArrayDeque<>();
  private final Map<String, Descriptor> streams = new HashMap<>();
  private final Map<String, Descriptor> tables = new HashMap<>();

  private ContractReader() {}

  /**
   * The contracts of a compilation, in version 0: a store gives them theirs.
   *
   * @param contracts every stream's, in the order of files and messages
   * @param findings every problem of options and names
   */
  public record Result(List<Contract> contracts, List<Finding> findings) {
    public Result {
      contracts = List.copyOf(contracts);
      findings = List.copyOf(findings);
    }

    public boolean ok() {
      return findings.stream().noneMatch(Finding::isError);
    }
  }

  /** Reads a compilation without errors. */
  public static Result read(Compilation compilation) {
    ContractReader reader = new ContractReader();
    for (FileDescriptor file : compilation.files()) {
      file.getMessageTypes().stream()
          .filter(StreamOptionsReader::isStream)
          .forEach(reader::contract);
    }
    return new Result(reader.contracts, List.copyOf(reader.findings));
  }

  /** Reads one message as a contract, whether it says that it is a stream or not. */
  public static Result read(Descriptor message) {
    ContractReader reader = new ContractReader();
    reader.contract(message);
    return new Result(reader.contracts, List.copyOf(reader.findings));
  }

  private void contract(Descriptor message) {
    StreamOptions options = StreamOptionsReader.read(message, findings::add);
    contracts.add(new Contract(0, message, options));
    claim(streams, "stream", options.stream(), message);
    claim(tables, "table", options.table(), message);
    checkMessages(message, SystemColumns.of(options.events().changes()));
    checkWidth(message);
    checkRules(message, options);
    if (options.owner().isEmpty()) {
      findings.add(
          Finding.warning(
              "OWNER_MISSING",
              Places.of(message),
              message.getFullName() + " names nobody who answers for it.",
              "Set option (datahem.stream).owner."));
    }
  }

  private void claim(Map<String, Descriptor> taken, String what, String name, Descriptor message) {
    Descriptor other = taken.putIfAbsent(name.toLowerCase(Locale.ROOT), message);
    if (other != null) {
      findings.add(
          Finding.error(
              what.equals("table") ? "TABLE_COLLISION" : "STREAM_COLLISION",
              Places.of(message),
              "Cannot give "
                  + what
                  + " '"
                  + name
                  + "' to "
                  + message.getFullName()
                  + ": "
                  + other.getFullName()
                  + " has it.",
              "Name another in option (datahem.stream)."
                  + (what.equals("table") ? "table." : "name.")));
    }
  }

  /** Not by recursion: how deep types nest is up to whoever pushes. */
  private void checkMessages(Descriptor stream, List<Column> systemColumns) {
    checkFields(stream, true, systemColumns);
    while (!toCheck.isEmpty()) {
      checkFields(toCheck.removeFirst(), false, List.of());
    }
  }

  private void checkWidth(Descriptor message) {
    if (TableWidth.isOver(message, TablePlans.MAX_FIELDS)) {
      findings.add(
          Finding.error(
              "TABLE_TOO_WIDE",
              Places.of(message),
              "Cannot plan the table of "
                  + message.getFullName()
                  + ": it and all that it holds have more than "
                  + TablePlans.MAX_FIELDS
                  + " fields.",
              "Keep a part as google.protobuf.Struct, or make it a stream of its own."));
    }
  }

  /** Without rules that can be checked an event could not be rejected by them. */
  private void checkRules(Descriptor message, StreamOptions options) {
    if (options.events().rules() != RuleMode.REJECT) {
      return;
    }
    try {
      var unused = EventRules.compile(message);
    } catch (IllegalArgumentException e) {
      findings.add(
          Finding.error(
              "RULES_INVALID",
              Places.of(message),
              e.getMessage() + ".",
              "Correct the rule, or set option (datahem.stream).rules to OBSERVE."));
    }
  }

  private void checkFields(Descriptor message, boolean top, List<Column> systemColumns) {
    if (!checked.add(message.getFullName() + (top ? " top" : ""))) {
      return;
    }
    Map<String, FieldDescriptor> columns = new HashMap<>();
    for (FieldDescriptor field : message.getFields()) {
      FieldOptions options = FieldOptionsReader.read(field, findings::add);
      if (!options.hidden()) {
        checkColumn(field, options.column(), columns, systemColumns);
      }
      if (field.getJavaType() == JavaType.MESSAGE) {
        toCheck.addLast(field.getMessageType());
      }
    }
  }

  private void checkColumn(
      FieldDescriptor field,
      String column,
      Map<String, FieldDescriptor> columns,
      List<Column> systemColumns) {
    FieldDescriptor other = columns.putIfAbsent(column.toLowerCase(Locale.ROOT), field);
    boolean system = systemColumns.stream().anyMatch(c -> c.name().equalsIgnoreCase(column));
    if (other != null || system) {
      findings.add(
          Finding.error(
              "COLUMN_COLLISION",
              Places.of(field),
              "Cannot give column '"
                  + column
                  + "' to "
                  + field.getFullName()
                  + ": "
                  + (other == null
                      ? "its table has a system column of that name."
                      : other.getName() + " has it (case does not count)."),
              "Name another with (datahem.field).column."));
    }
  }
}
