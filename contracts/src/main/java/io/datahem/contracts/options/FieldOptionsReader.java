package io.datahem.contracts.options;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import io.datahem.contracts.Finding;
import io.datahem.contracts.compile.Places;
import io.datahem.contracts.options.OptionProblems.Source;
import io.datahem.contracts.options.ValueRules.LocalToUtc;
import io.datahem.contracts.options.ValueRules.Replacement;
import io.datahem.contracts.table.ColumnType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a field says of its column, from both families, into one typed value. */
public final class FieldOptionsReader {
  private final FieldDescriptor field;
  private final RawOptions raw;
  private final RawOptions.@Nullable Typed typed;
  private final OptionProblems problems;
  private final ValueParsers parsers;

  private FieldOptionsReader(FieldDescriptor field, Consumer<Finding> findings, boolean firstTime) {
    this.field = field;
    this.raw = RawOptions.of(field);
    this.typed = raw.typed().orElse(null);
    this.problems = new OptionProblems(field, findings);
    this.parsers = new ValueParsers(problems, firstTime);
  }

  /** Reads a field of a contract that was checked when it was pushed. */
  public static FieldOptions read(FieldDescriptor field) {
    return RawOptions.hasNone(field)
        ? FieldOptions.none(field)
        : new FieldOptionsReader(field, ignored -> {}, false).read();
  }

  /** Reads a field; every invalid value is a finding at its place. */
  public static FieldOptions read(FieldDescriptor field, Consumer<Finding> findings) {
    return RawOptions.hasNone(field)
        ? FieldOptions.none(field)
        : new FieldOptionsReader(field, findings, true).read();
  }

  private FieldOptions read() {
    String description = text("BigQueryFieldDescription", 66666667, "description", 2).orElse("");
    return new FieldOptions(
        description.isEmpty() ? Places.comment(field) : description,
        categories(),
        type(),
        column(),
        hidden(),
        useDefault(),
        typed != null && typed.flag(7),
        typed != null && typed.has(7) && !typed.flag(7),
        forget(),
        enumNames(),
        values());
  }

  private List<String> categories() {
    return eitherList(
        Source.datahem("BigQueryFieldCategories", 66666668),
        raw.text(66666668).map(FieldOptionsReader::split).orElse(List.of()),
        Source.typed("field", "tags", 3),
        typed == null ? List.of() : typed.texts(3));
  }

  private Optional<ColumnType> type() {
    Source datahem = Source.datahem("BigQueryFieldType", 66666669);
    Source own = Source.typed("field", "type", 4);
    Optional<ColumnType> first = raw.text(66666669).flatMap(name -> parsers.type(datahem, name));
    Optional<ColumnType> second =
        typed != null && typed.has(4) ? parsers.type(own, typed.enumName(4)) : Optional.empty();
    Optional<ColumnType> type = either(datahem, first, own, second, value -> value);
    if (type.isPresent() && field.getJavaType() != JavaType.STRING) {
      problems.withoutEffect(
          second.isPresent() ? own : datahem, "the field is no string, its own type says it all");
      return Optional.empty();
    }
    return type;
  }

  private String column() {
    Optional<String> name = text("BigQueryFieldRename", 66666670, "column", 1);
    if (name.isPresent() && !Names.isColumn(name.get())) {
      problems.invalid(
          source("BigQueryFieldRename", 66666670, "column", 1),
          name.get(),
          "a column name: letters, digits and '_', not starting with a digit");
      return field.getName();
    }
    return name.orElse(field.getName());
  }

  private boolean hidden() {
    return flag("BigQueryFieldHidden", 66666675, "hidden", 5, true).orElse(false);
  }

  private boolean useDefault() {
    return flag("BigQueryFieldUseDefaultValue", 66666676, "null_when_absent", 6, false)
        .orElse(true);
  }

  /** Of the typed family only "true" can be told from nothing said. */
  private Optional<Boolean> flag(
      String datahemName, int number, String ownName, int own, boolean ownTrueMeans) {
    Source datahem = Source.datahem(datahemName, number);
    return either(
        datahem,
        raw.text(number).flatMap(text -> parsers.bool(datahem, text)),
        Source.typed("field", ownName, own),
        typed != null && typed.flag(own) ? Optional.of(ownTrueMeans) : Optional.empty(),
        value -> value);
  }

  private Optional<String> forget() {
    return either(
        Source.datahem("ForgetField", 66666680),
        raw.text(66666680),
        Source.typed("field", "forget", 8),
        typed == null ? Optional.empty() : typed.optionalText(8),
        value -> value);
  }

  private boolean enumNames() {
    boolean names = typed != null && typed.enumName(16).equals("NAME");
    if (names && field.getJavaType() != JavaType.ENUM) {
      problems.withoutEffect(Source.typed("field", "enum_as", 16), "the field is no enum");
      return false;
    }
    return names;
  }

  private ValueRules values() {
    return new ValueRules(
        coalesce(),
        regex("BigQueryFieldFilter", 66666679, "filter", 10, true),
        regex("BigQueryFieldRegexExtract", 66666672, "extract", 11, false),
        append(),
        replacement(),
        localToUtc(),
        divide());
  }

  private Optional<String> append() {
    Source source = source("BigQueryFieldAppend", 66666671, "append", 12);
    return ofText(source, text("BigQueryFieldAppend", 66666671, "append", 12))
        .filter(text -> parsers.isShort(source, text));
  }

  private List<String> coalesce() {
    Source datahem = Source.datahem("BigQueryFieldCoalesce", 66666677);
    Source own = Source.typed("field", "coalesce", 9);
    List<String> second = typed == null ? List.of() : typed.texts(9);
    List<String> names =
        eitherList(
            datahem,
            raw.text(66666677).map(FieldOptionsReader::split).orElse(List.of()),
            own,
            second);
    if (!names.isEmpty() && (field.isRepeated() || field.getJavaType() == JavaType.MESSAGE)) {
      problems.withoutEffect(second.isEmpty() ? datahem : own, "it is for single values");
      return List.of();
    }
    for (int i = 0; i < names.size(); i++) {
      checkSibling(second.isEmpty() ? datahem : own.at(i), names.get(i));
    }
    return names;
  }

  private void checkSibling(Source source, String name) {
    FieldDescriptor sibling = field.getContainingType().findFieldByName(name);
    if (sibling == null) {
      problems.invalid(source, name, "a field of " + field.getContainingType().getFullName());
    } else if (sibling.isRepeated() || sibling.getJavaType() != field.getJavaType()) {
      problems.invalid(source, name, "a single field of the same type as " + field.getName());
    }
  }

  private Optional<Replacement> replacement() {
    Source datahem = Source.datahem("BigQueryFieldRegexReplace", 66666673);
    Source own = Source.typed("field", "replace", 13);
    Optional<RawOptions.Typed> member = typed == null ? Optional.empty() : typed.member(13);
    Optional<Replacement> first =
        raw.text(66666673).flatMap(text -> parsers.replacement(datahem, text));
    Optional<Replacement> second =
        member.flatMap(m -> parsers.replacement(own, m.text(1), m.text(2)));
    return ofText(
        second.isPresent() ? own : datahem,
        either(
            datahem, first, own, second, rule -> List.of(rule.pattern().pattern(), rule.text())));
  }

  private Optional<LocalToUtc> localToUtc() {
    Source datahem = Source.datahem("BigQueryFieldLocalToUtc", 66666674);
    Source own = Source.typed("field", "local_to_utc", 14);
    Optional<RawOptions.Typed> member = typed == null ? Optional.empty() : typed.member(14);
    Optional<LocalToUtc> first =
        raw.text(66666674).flatMap(text -> parsers.localToUtc(datahem, text));
    Optional<LocalToUtc> second =
        member.flatMap(m -> parsers.localToUtc(own, m.text(1), m.text(2), m.text(3)));
    return ofText(
        second.isPresent() ? own : datahem,
        either(
            datahem,
            first,
            own,
            second,
            rule -> List.of(rule.zone(), rule.from().said(), rule.to().said())));
  }

  private OptionalDouble divide() {
    Source datahem = Source.datahem("BigQueryFieldDivide", 66666678);
    Source own = Source.typed("field", "divide", 15);
    Optional<Double> first = raw.text(66666678).flatMap(text -> parsers.divisor(datahem, text));
    Optional<Double> second =
        typed != null && typed.has(15)
            ? parsers.divisor(own, Double.toString(typed.number(15)))
            : Optional.empty();
    Optional<Double> divisor = either(datahem, first, own, second, value -> value);
    boolean fractional =
        field.getJavaType() == JavaType.DOUBLE || field.getJavaType() == JavaType.FLOAT;
    if (divisor.isPresent() && !fractional) {
      problems.withoutEffect(second.isPresent() ? own : datahem, "the field is no float or double");
      return OptionalDouble.empty();
    }
    return divisor.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  private Optional<Pattern> regex(
      String datahemName, int datahem, String ownName, int own, boolean whole) {
    Source source = source(datahemName, datahem, ownName, own);
    return ofText(source, text(datahemName, datahem, ownName, own))
        .flatMap(text -> parsers.regex(source, text, whole));
  }

  /** Text rules are for text. */
  private <T> Optional<T> ofText(Source source, Optional<T> value) {
    if (value.isPresent() && field.getJavaType() != JavaType.STRING) {
      problems.withoutEffect(source, "the field is no string");
      return Optional.empty();
    }
    return value;
  }

  private Optional<String> text(String datahemName, int datahem, String ownName, int own) {
    Optional<String> second =
        typed == null ? Optional.empty() : Optional.of(typed.text(own)).filter(t -> !t.isEmpty());
    return either(
        Source.datahem(datahemName, datahem),
        raw.text(datahem).filter(t -> !t.isEmpty()),
        Source.typed("field", ownName, own),
        second,
        value -> value);
  }

  /** Which family an option's value is taken from. */
  private Source source(String datahemName, int datahem, String ownName, int own) {
    return typed != null && typed.has(own)
        ? Source.typed("field", ownName, own)
        : Source.datahem(datahemName, datahem);
  }

  private <T> Optional<T> either(
      Source first, Optional<T> a, Source second, Optional<T> b, Function<T, Object> identity) {
    if (a.isPresent() && b.isPresent() && !a.map(identity).equals(b.map(identity))) {
      problems.contradiction(first, second);
    }
    return b.isPresent() ? b : a;
  }

  private List<String> eitherList(Source first, List<String> a, Source second, List<String> b) {
    return either(
            first,
            Optional.of(a).filter(names -> !names.isEmpty()),
            second,
            Optional.of(b).filter(names -> !names.isEmpty()),
            value -> value)
        .orElse(List.of());
  }

  private static List<String> split(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
