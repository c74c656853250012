package io.datahem.contracts.options;

import com.google.protobuf.Descriptors.GenericDescriptor;
import io.datahem.contracts.Finding;
import io.datahem.contracts.Place;
import io.datahem.contracts.compile.Places;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Says what is wrong with the options of one element, each at the place it is set. */
final class OptionProblems {
  private final GenericDescriptor element;
  private final Consumer<Finding> findings;

  OptionProblems(GenericDescriptor element, Consumer<Finding> findings) {
    this.element = element;
    this.findings = findings;
  }

  /** A value that cannot be. */
  void invalid(Source source, String value, String expected) {
    findings.accept(
        Finding.error(
            "OPTION_INVALID",
            place(source),
            "Cannot use "
                + source.name()
                + " of "
                + element.getFullName()
                + ": found '"
                + shorten(value)
                + "', expected "
                + expected
                + ".",
            ""));
  }

  /** Both families say different things. */
  void contradiction(Source first, Source second) {
    findings.accept(
        Finding.error(
            "OPTION_CONTRADICTION",
            place(second),
            "Cannot use both "
                + first.name()
                + " and "
                + second.name()
                + " of "
                + element.getFullName()
                + ": they differ.",
            "Keep one."));
  }

  /** An option that changes nothing here. */
  void withoutEffect(Source source, String why) {
    findings.accept(
        Finding.warning(
            "OPTION_WITHOUT_EFFECT",
            place(source),
            source.name() + " of " + element.getFullName() + " has no effect: " + why + ".",
            "Remove it."));
  }

  private Place place(Source source) {
    return Places.ofOption(element, source.numbers());
  }

  private static String shorten(String value) {
    return value.length() <= 80 ? value : value.substring(0, 80) + "…";
  }

  /**
   * Which option a value came from.
   *
   * @param name as it is written in a .proto file
   * @param numbers the option's field number, then those of its members
   */
  record Source(String name, List<Integer> numbers) {

    static Source datahem(String name, int number) {
      return new Source("(datahem.options." + name + ")", List.of(number));
    }

    /** One of the values of an option that is set more than once. */
    Source at(int index) {
      List<Integer> path = new ArrayList<>(numbers);
      path.add(index);
      return new Source(name, path);
    }

    static Source typed(String extension, String name, int... numbers) {
      List<Integer> path = new ArrayList<>(List.of(RawOptions.TYPED));
      for (int number : numbers) {
        path.add(number);
      }
      return new Source("(datahem." + extension + ")." + name, path);
    }
  }
}
