package io.datahem.contracts.infer;

import io.datahem.contracts.SourceFile;
import io.datahem.contracts.infer.InferenceException.Code;
import io.datahem.contracts.lint.ReservedWords;
import io.datahem.contracts.options.Names;
import io.datahem.contracts.table.TablePlans;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * From samples to contracts, as a person would write them: what every sample strictly decodes with.
 * A file per stream, and one of the messages that several streams share. The same samples give the
 * same text.
 */
public final class ContractInference {
  private static final String TYPES = "types.proto";

  private final List<Samples> samples;
  private final InferenceOptions options;
  private final String packageName;
  private final String root;
  private final Map<ObjectShape, String> names = new HashMap<>();
  private final Set<ObjectShape> shared = new HashSet<>();
  private PersonalData personal = PersonalData.of(List.of());
  private Examples examples = Examples.of(List.of(), personal);

  private ContractInference(List<Samples> samples, InferenceOptions options) {
    this.samples = samples;
    this.options = options;
    this.packageName = samples.get(0).packageName();
    Set<String> parts = Set.of(packageName.split("\\.", -1));
    this.root = parts.contains("google") || parts.contains("datahem") ? "." : "";
  }

  /**
   * Infers a contract for each stream. The samples are spent: they cannot be added to or inferred
   * from again.
   *
   * @param samples those of at least one stream, all of one package, each with an event
   * @param options what the samples cannot say
   * @return the files by their paths below the directory to push
   * @throws InferenceException when a stream has no samples
   */
  public static List<SourceFile> infer(List<Samples> samples, InferenceOptions options) {
    if (samples.isEmpty() || samples.stream().anyMatch(s -> s.count() == 0)) {
      throw new InferenceException(
          Code.INPUT_EMPTY,
          "Cannot infer a contract from nothing, expected JSON objects, one a line.");
    }
    List<Samples> inOrder = new ArrayList<>(samples);
    inOrder.sort(Comparator.comparing(Samples::message));
    return new ContractInference(List.copyOf(inOrder), options).files();
  }

  private List<SourceFile> files() {
    List<ObjectShape> events = samples.stream().map(Samples::event).toList();
    events.forEach(MapKeys::findBelow);
    SharedShapes.find(events);
    events.forEach(event -> MessageGraph.fitTable(event, TablePlans.MAX_FIELDS));
    List<ObjectShape> messages = messages(events);
    nameAll(messages);
    List<ObjectShape> all = new ArrayList<>(messages);
    all.addAll(events);
    personal = PersonalData.of(all);
    examples = Examples.of(all, personal);
    List<SourceFile> files = new ArrayList<>();
    for (Samples each : samples) {
      files.add(file(each));
    }
    if (!shared.isEmpty()) {
      files.add(new SourceFile(directory() + TYPES, types()));
    }
    return List.copyOf(files);
  }

  /** Those of several events first, then each event's own; those that are found easily first. */
  private List<ObjectShape> messages(List<ObjectShape> events) {
    Map<ObjectShape, Integer> users = MessageGraph.users(events);
    Set<ObjectShape> met = new LinkedHashSet<>();
    events.forEach(event -> met.addAll(MessageGraph.below(event)));
    met.stream().filter(message -> users.getOrDefault(message, 0) > 1).forEach(shared::add);
    List<ObjectShape> inOrder = new ArrayList<>(met);
    // A stable sort: what is equal stays in the order it was met.
    inOrder.sort(
        Comparator.comparing((ObjectShape message) -> !shared.contains(message))
            .thenComparing(ContractInference::depth)
            .thenComparing(message -> -message.fields().size()));
    return inOrder;
  }

  private static int depth(ObjectShape message) {
    return message.places().stream().mapToInt(Place::depth).min().orElse(0);
  }

  private void nameAll(List<ObjectShape> messages) {
    Set<String> taken = new HashSet<>();
    samples.forEach(each -> taken.add(each.simpleName()));
    names.putAll(MessageNames.of(messages, taken));
  }

  private String directory() {
    return packageName.replace('.', '/') + "/";
  }

  private SourceFile file(Samples each) {
    ProtoText body = new ProtoText();
    MessageWriter writer = writer(body);
    body.comment("Inferred from " + events(each.count()) + ".");
    body.open("message " + each.simpleName());
    body.line("option (" + root + "datahem.stream) = " + streamOption(each) + ";");
    body.line("");
    writer.fields(each.event());
    List<ObjectShape> below = MessageGraph.below(each.event());
    for (ObjectShape message : below) {
      if (!shared.contains(message)) {
        body.line("");
        writer.message(message);
      }
    }
    body.close();
    Set<String> imports = new LinkedHashSet<>(Set.of("datahem/contract.proto"));
    if (below.stream().anyMatch(shared::contains)) {
      imports.add(directory() + TYPES);
    }
    return new SourceFile(
        directory() + fileName(each), head(imports, writer.usesWellKnownTypes()) + body);
  }

  private MessageWriter writer(ProtoText out) {
    return new MessageWriter(out, names, personal, examples, new OptionText(root, options));
  }

  private static String events(long count) {
    return count == 1 ? "1 event" : String.format(Locale.ROOT, "%,d events", count);
  }

  private String streamOption(Samples each) {
    String stream =
        each.stream().isEmpty() ? Names.streamOf(packageName, each.simpleName()) : each.stream();
    return "{name: "
        + ProtoText.literal(stream)
        + table(stream)
        + options.owner().map(name -> ", owner: " + ProtoText.literal(name)).orElse("")
        + "}";
  }

  /** A table whose name every query would have to quote gets another. */
  private static String table(String stream) {
    String table = Names.tableOf(stream);
    return ReservedWords.isReserved(table)
        ? ", table: " + ProtoText.literal(table + "_events")
        : "";
  }

  private String fileName(Samples each) {
    String name = Words.snake(each.simpleName());
    String ofEvent = name.endsWith("_event") ? name.substring(0, name.length() - 6) : name;
    return ofEvent.equals("types") ? name + "_stream.proto" : ofEvent + ".proto";
  }

  private String types() {
    ProtoText body = new ProtoText();
    MessageWriter writer = writer(body);
    List<ObjectShape> byName = new ArrayList<>(shared);
    byName.sort(Comparator.comparing(message -> names.getOrDefault(message, "")));
    for (int i = 0; i < byName.size(); i++) {
      if (i > 0) {
        body.line("");
      }
      writer.message(byName.get(i));
    }
    Set<String> imports = writer.usesOptions() ? Set.of("datahem/contract.proto") : Set.of();
    return head(imports, writer.usesWellKnownTypes()) + body;
  }

  private String head(Set<String> imports, boolean wellKnown) {
    Set<String> all = new java.util.TreeSet<>(imports);
    if (wellKnown) {
      all.add("google/protobuf/struct.proto");
    }
    ProtoText head = new ProtoText();
    head.line("syntax = \"proto3\";");
    head.line("");
    head.line("package " + packageName + ";");
    head.line("");
    all.forEach(path -> head.line("import \"" + path + "\";"));
    if (!all.isEmpty()) {
      head.line("");
    }
    return head.toString();
  }
}
