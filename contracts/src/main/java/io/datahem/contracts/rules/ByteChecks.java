package io.datahem.contracts.rules;

import build.buf.validate.BytesRules;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The rules of bytes. */
final class ByteChecks {
  private static final Set<String> KNOWN =
      Set.of(
          "const",
          "len",
          "min_len",
          "max_len",
          "prefix",
          "suffix",
          "contains",
          "in",
          "not_in",
          "example");

  private final List<ValueCheck> checks = new ArrayList<>();

  private ByteChecks() {}

  /**
   * Compiles them.
   *
   * @return empty when there are others than the common ones
   */
  static Optional<List<ValueCheck>> compile(BytesRules rules) {
    boolean known =
        rules.getAllFields().keySet().stream().allMatch(rule -> KNOWN.contains(rule.getName()));
    if (!known || !rules.getUnknownFields().asMap().isEmpty()) {
      return Optional.empty();
    }
    ByteChecks all = new ByteChecks();
    all.add(rules.hasConst(), "const", bytes -> !bytes.equals(rules.getConst()));
    all.add(rules.hasLen(), "len", bytes -> bytes.size() != rules.getLen());
    all.add(
        rules.hasMinLen(),
        "min_len",
        bytes -> Long.compareUnsigned(bytes.size(), rules.getMinLen()) < 0);
    all.add(
        rules.hasMaxLen(),
        "max_len",
        bytes -> Long.compareUnsigned(bytes.size(), rules.getMaxLen()) > 0);
    all.add(rules.hasPrefix(), "prefix", bytes -> !bytes.startsWith(rules.getPrefix()));
    all.add(rules.hasSuffix(), "suffix", bytes -> !bytes.endsWith(rules.getSuffix()));
    all.add(rules.hasContains(), "contains", bytes -> !contains(bytes, rules.getContains()));
    Set<ByteString> in = Set.copyOf(rules.getInList());
    all.add(!in.isEmpty(), "in", bytes -> !in.contains(bytes));
    Set<ByteString> out = Set.copyOf(rules.getNotInList());
    all.add(!out.isEmpty(), "not_in", out::contains);
    return Optional.of(all.checks);
  }

  private void add(boolean wanted, String rule, Predicate<ByteString> isBroken) {
    if (wanted) {
      checks.add(ValueCheck.of("bytes." + rule, value -> isBroken.test((ByteString) value)));
    }
  }

  private static boolean contains(ByteString bytes, ByteString part) {
    for (int from = 0; from + part.size() <= bytes.size(); from++) {
      if (bytes.substring(from, from + part.size()).equals(part)) {
        return true;
      }
    }
    return false;
  }
}
