package io.datahem.app.cli;

import io.datahem.contracts.SourceFile;
import io.datahem.contracts.infer.ContractInference;
import io.datahem.contracts.infer.Envelopes;
import io.datahem.contracts.infer.InferenceException;
import io.datahem.contracts.infer.InferenceLimits;
import io.datahem.contracts.infer.InferenceOptions;
import io.datahem.contracts.infer.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code datahem contract infer}: from sample events to a contract. */
@Command(
    name = "infer",
    description = {
      "Write the contract that sample events decode with, to standard output.",
      "The samples are JSON objects, one a line, over several lines, or in one list.",
      "With --by, samples of many types become a contract each, in the files of a directory."
    },
    mixinStandardHelpOptions = true)
final class InferCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "FILE",
      arity = "0..1",
      description = "the samples, - for standard input")
  private String file = "-";

  @Option(
      names = "--message",
      required = true,
      paramLabel = "NAME",
      description = "the message's full name, like shop.v1.Order; with --by, * stands for the type")
  private String message = "";

  @Option(
      names = "--stream",
      description = "the stream's name (default: the message's); with --by, * stands for the type")
  private String stream = "";

  @Option(names = "--owner", description = "who answers for the contract")
  private @Nullable String owner;

  @Option(
      names = "--hide",
      paramLabel = "REGEX",
      description = "fields whose whole key matches are declared without a column")
  private @Nullable Pattern hide;

  @Option(names = "--by", paramLabel = "MEMBER", description = "what names each sample's type")
  private @Nullable String by;

  @Option(
      names = "--payload",
      paramLabel = "MEMBER",
      description = "what holds the event itself (default: the whole)")
  private String payload = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "where the files go; none may be there")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    if (by != null && (out == null || !message.contains("*"))) {
      System.err.println(
          "USAGE_INVALID Cannot infer by '"
              + by
              + "' without --out DIR and a --message with * in the type's place.");
      return ExitCodes.USAGE;
    }
    InferenceOptions options =
        new InferenceOptions(Optional.ofNullable(owner), Optional.ofNullable(hide));
    try (InputStream in = Input.open(file, "JSON events")) {
      List<SourceFile> files = ContractInference.infer(samples(in), options);
      if (out == null) {
        System.out.print(files.get(0).text());
        System.out.flush();
        return ExitCodes.DONE;
      }
      return write(files, out);
    } catch (InferenceException e) {
      System.err.println(e.getMessage());
      return e.code() == InferenceException.Code.NAME_INVALID
          ? ExitCodes.USAGE
          : ExitCodes.REJECTED;
    }
  }

  private List<Samples> samples(InputStream in) throws IOException {
    if (by != null) {
      Envelopes envelopes =
          new Envelopes(
              new Envelopes.Naming(by, payload, message, stream), InferenceLimits.DEFAULT);
      envelopes.read(in);
      return envelopes.samples();
    }
    Samples samples = Samples.of(message, stream, InferenceLimits.DEFAULT);
    samples.read(in);
    return List.of(samples);
  }

  /** Writes all files or, when one of them is there already, none. */
  private static int write(List<SourceFile> files, Path directory) throws IOException {
    for (SourceFile source : files) {
      Path path = directory.resolve(source.path());
      if (Files.exists(path)) {
        System.err.println(
            "FILE_EXISTS Cannot write "
                + path
                + ": it is there already, expected none. Name another directory, or remove it.");
        return ExitCodes.CHECK_FAILED;
      }
    }
    for (SourceFile source : files) {
      Path path = directory.resolve(source.path());
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(path, source.text());
    }
    System.err.printf("%,d files written below %s.%n", files.size(), directory);
    return ExitCodes.DONE;
  }
}
