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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a field says of its column, from both families, into one typed value. */
public final class FieldOptionsReader {
  private final FieldDescriptor field;
  private final RawOptions raw;
  private final RawOptions.@Nullable Typed typed;
  private final OptionProblems problems;
  private final ValueParsers parsers;

  private FieldOptionsReader(FieldDescriptor field, Consumer<Finding> findings) {
    this.field = field;
    this.raw = RawOptions.of(field);
    this.typed = raw.typed().orElse(null);
    this.problems = new OptionProblems(field, findings);
    this.parsers = new ValueParsers(problems);
  }

  /** Reads a field of a contract that was checked when it was pushed. */
  public static FieldOptions read(FieldDescriptor field) {
    return read(field, ignored -> {});
  }

  /** Reads a field; every invalid value is a finding at its place. */
  public static FieldOptions read(FieldDescriptor field, Consumer<Finding> findings) {
    return new FieldOptionsReader(field, findings).read();
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
        forget(),
        values());
  }

  private List<String> categories() {
    List<String> tags = typed == null ? List.of() : typed.texts(3);
    return tags.isEmpty()
        ? raw.text(66666668).map(FieldOptionsReader::split).orElse(List.of())
        : tags;
  }

  private Optional<ColumnType> type() {
    Source datahem = Source.datahem("BigQueryFieldType", 66666669);
    Source own = Source.typed("field", "type", 4);
    Optional<ColumnType> first = raw.text(66666669).flatMap(name -> parsers.type(datahem, name));
    Optional<ColumnType> second =
        typed != null && typed.has(4) ? parsers.type(own, typed.enumName(4)) : Optional.empty();
    Optional<ColumnType> type = either(datahem, first, own, second);
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
          typed != null && typed.has(1)
              ? Source.typed("field", "column", 1)
              : Source.datahem("BigQueryFieldRename", 66666670),
          name.get(),
          "a column name: letters, digits and '_', not starting with a digit");
      return field.getName();
    }
    return name.orElse(field.getName());
  }

  private boolean hidden() {
    Source source = Source.datahem("BigQueryFieldHidden", 66666675);
    return (typed != null && typed.flag(5))
        || raw.text(66666675).map(text -> parsers.bool(source, text, false)).orElse(false);
  }

  private boolean useDefault() {
    Source source = Source.datahem("BigQueryFieldUseDefaultValue", 66666676);
    boolean datahem = raw.text(66666676).map(text -> parsers.bool(source, text, true)).orElse(true);
    return datahem && !(typed != null && typed.flag(6));
  }

  private Optional<String> forget() {
    Optional<String> own = typed == null ? Optional.empty() : typed.optionalText(8);
    return own.isPresent() ? own : raw.text(66666680);
  }

  private ValueRules values() {
    return new ValueRules(
        coalesce(),
        regex("BigQueryFieldFilter", 66666679, "filter", 10),
        regex("BigQueryFieldRegexExtract", 66666672, "extract", 11),
        text("BigQueryFieldAppend", 66666671, "append", 12),
        replacement(),
        localToUtc(),
        divide());
  }

  private List<String> coalesce() {
    Source datahem = Source.datahem("BigQueryFieldCoalesce", 66666677);
    Source own = Source.typed("field", "coalesce", 9);
    List<String> names = typed == null ? List.of() : typed.texts(9);
    Source source = names.isEmpty() ? datahem : own;
    if (names.isEmpty()) {
      names = raw.text(66666677).map(FieldOptionsReader::split).orElse(List.of());
    }
    for (String name : names) {
      FieldDescriptor sibling = field.getContainingType().findFieldByName(name);
      if (sibling == null) {
        problems.invalid(source, name, "a field of " + field.getContainingType().getFullName());
      } else if (sibling.isRepeated() || sibling.getJavaType() != field.getJavaType()) {
        problems.invalid(source, name, "a single field of the same type as " + field.getName());
      }
    }
    if (!names.isEmpty() && (field.isRepeated() || field.getJavaType() == JavaType.MESSAGE)) {
      problems.withoutEffect(source, "it is for single values");
      return List.of();
    }
    return names;
  }

  private Optional<Replacement> replacement() {
    Source datahem = Source.datahem("BigQueryFieldRegexReplace", 66666673);
    Source own = Source.typed("field", "replace", 13);
    if (typed != null && typed.member(13).isPresent()) {
      RawOptions.Typed member = typed.member(13).get();
      return ofText(own, parsers.replacement(own, member.text(1), member.text(2)));
    }
    return raw.text(66666673).flatMap(text -> ofText(datahem, parsers.replacement(datahem, text)));
  }

  private Optional<LocalToUtc> localToUtc() {
    Source datahem = Source.datahem("BigQueryFieldLocalToUtc", 66666674);
    Source own = Source.typed("field", "local_to_utc", 14);
    if (typed != null && typed.member(14).isPresent()) {
      RawOptions.Typed member = typed.member(14).get();
      return ofText(own, parsers.localToUtc(own, member.text(1), member.text(2), member.text(3)));
    }
    return raw.text(66666674).flatMap(text -> ofText(datahem, parsers.localToUtc(datahem, text)));
  }

  private OptionalDouble divide() {
    Source datahem = Source.datahem("BigQueryFieldDivide", 66666678);
    Source own = Source.typed("field", "divide", 15);
    OptionalDouble divisor = OptionalDouble.empty();
    Source source = datahem;
    if (typed != null && typed.has(15)) {
      source = own;
      divisor = parsers.divisor(own, typed.number(15));
    } else if (raw.text(66666678).isPresent()) {
      divisor = parsers.divisor(datahem, raw.text(66666678).get());
    }
    boolean fractional =
        field.getJavaType() == JavaType.DOUBLE || field.getJavaType() == JavaType.FLOAT;
    if (divisor.isPresent() && !fractional) {
      problems.withoutEffect(source, "the field is no float or double");
      return OptionalDouble.empty();
    }
    return divisor;
  }

  private Optional<Pattern> regex(String datahemName, int datahem, String ownName, int own) {
    Optional<String> text = text(datahemName, datahem, ownName, own);
    Source source =
        typed != null && typed.has(own)
            ? Source.typed("field", ownName, own)
            : Source.datahem(datahemName, datahem);
    return text.flatMap(regex -> ofText(source, parsers.regex(source, regex)));
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
        second);
  }

  private <T> Optional<T> either(Source first, Optional<T> a, Source second, Optional<T> b) {
    if (a.isPresent() && b.isPresent() && !a.equals(b)) {
      problems.contradiction(first, second);
    }
    return b.isPresent() ? b : a;
  }

  private static List<String> split(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
