package io.datahem.app.cli;

import io.datahem.app.send.EventSender;
import io.datahem.app.send.EventSender.Summary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code datahem send}: the lines of a file to a stream. */
@Command(
    name = "send",
    description =
        "Send events to a stream, one JSON object a line. What is not acknowledged is sent again with the same ids.",
    mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "STREAM", description = "the stream's name")
  private String stream = "";

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      arity = "0..1",
      description = "NDJSON file, - for standard input")
  private String file = "-";

  @Mixin private Target target = new Target();

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean terminal = CommandLine.Help.Ansi.AUTO.enabled();
    long begun = System.nanoTime();
    Summary summary;
    try (InputStream in = Input.open(file, "JSON lines");
        ProgressBar bar = terminal ? bar() : null) {
      summary =
          new EventSender(target.collector(), stream)
              .send(
                  in,
                  bytes -> {
                    if (bar != null) {
                      bar.stepTo(bytes);
                    }
                  });
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.err.printf(
        "%,d events accepted in %.1f s (%,.0f/s), %,d refused, %,d requests sent again.%n",
        summary.accepted(),
        seconds,
        summary.accepted() / seconds,
        summary.refused(),
        summary.retries());
    if (!summary.problem().isEmpty()) {
      System.err.println(summary.problem());
    }
    if (summary.unreachable()) {
      return ExitCodes.UNREACHABLE;
    }
    return summary.refused() > 0 ? ExitCodes.REJECTED : ExitCodes.DONE;
  }

  private ProgressBar bar() throws IOException {
    return new ProgressBarBuilder()
        .setTaskName(stream)
        .setStyle(ProgressBarStyle.ASCII)
        .setUnit(" KiB", 1_024)
        .setInitialMax(file.equals("-") ? -1 : Files.size(Path.of(file)))
        .build();
  }
}
