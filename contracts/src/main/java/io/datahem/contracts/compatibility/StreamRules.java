package io.datahem.contracts.compatibility;

import io.datahem.contracts.Contract;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The rules of a stream as a whole. */
@SuppressWarnings("ImmutableEnumChecker") // the tests are lambdas without state
enum StreamRules implements Rule<Contract> {
  TABLE_RENAMED(
      "Queries of the old table would see nothing new.",
      "Keep the table's name with (datahem.stream).table.",
      (before, after) ->
          before.options().table().equals(after.options().table())
              ? Optional.empty()
              : Optional.of(
                  "its table changed "
                      + before.options().table()
                      + " -> "
                      + after.options().table()));

  private final String why;
  private final String fix;
  private final BiFunction<Contract, Contract, Optional<String>> test;

  StreamRules(String why, String fix, BiFunction<Contract, Contract, Optional<String>> test) {
    this.why = why;
    this.fix = fix;
    this.test = test;
  }

  static final List<StreamRules> ALL = List.of(values());

  @Override
  public String code() {
    return name();
  }

  @Override
  public String why() {
    return why;
  }

  @Override
  public String fix() {
    return fix;
  }

  @Override
  public Optional<String> broken(Contract before, Contract after) {
    return test.apply(before, after);
  }
}
