package io.datahem.registry;

import io.datahem.registry.http.Call;

/** Numbers of queries. */
final class Numbers {

  static long of(Call call, String name, long byDefault, long max) {
    String text = call.query(name);
    if (text == null) {
      return byDefault;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw ContractsApi.refusal(
        RegistryProblem.REQUEST_INVALID,
        "Cannot read '" + name + "', expected a whole number from 0 to " + max + ".");
  }

  private Numbers() {}
}
