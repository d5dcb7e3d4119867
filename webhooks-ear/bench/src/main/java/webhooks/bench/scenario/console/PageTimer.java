package webhooks.bench.scenario.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import webhooks.bench.load.RestClient;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;
import webhooks.bench.scenario.console.Page.Call;
import webhooks.bench.scenario.console.Page.Caller;
import webhooks.it.harness.Progress;

/**
 * Measures pages one after the other: how long their requests take, and the bytes of the answers.
 */
final class PageTimer {
  /** The maximum time of a page, in milliseconds. */
  static final double MAX_MILLIS = 1_000;

  private static final int WARM_UP = 3;
  private static final int TIMES = 20;
  private static final String AS_BROWSER = "gzip, deflate, br";
  private static final String UNCOMPRESSED = "identity";

  private final RestClient rest;
  private final Function<Caller, String> tokens;

  /**
   * Prepares the measurement.
   *
   * @param tokens returns the token of each kind of caller
   */
  PageTimer(RestClient rest, Function<Caller, String> tokens) {
    this.rest = rest;
    this.tokens = tokens;
  }

  /** Measures a page, whose refused requests are a fault of the result. */
  Result measure(Page page) {
    Histogram micros = new Histogram(120_000_000, 3);
    int refused = 0;
    int bytes = 0;
    for (int i = 0; i < WARM_UP + TIMES; i++) {
      long begin = System.nanoTime();
      Optional<Integer> size = open(page, AS_BROWSER);
      if (i >= WARM_UP) {
        micros.recordValue((System.nanoTime() - begin) / 1_000);
        refused += size.isPresent() ? 0 : 1;
        bytes = size.orElse(bytes);
      }
    }
    double max = micros.getMaxValue() / 1e3;
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("p50-ms", micros.getValueAtPercentile(50) / 1e3);
    figures.put("max-ms", max);
    figures.put("bytes", (double) bytes);
    figures.put("bytes-uncompressed", open(page, UNCOMPRESSED).map(Double::valueOf).orElse(0.0));
    figures.put("requests", (double) page.stages().stream().mapToInt(List::size).sum());
    figures.put("refused", (double) refused);
    Progress.say(
        "%s: p50 %.0f ms, max %.0f ms, %d bytes", page.name(), figures.get("p50-ms"), max, bytes);
    Result result =
        new Result("console: " + page.name(), max, "ms max")
            .with(Target.atMost("value", max, MAX_MILLIS))
            .with(figures);
    return refused == 0 ? result : result.with(Target.atMost("refused", refused, 0));
  }

  /** Returns the bytes of all bodies; empty if a request was refused. */
  private Optional<Integer> open(Page page, String encodings) {
    String token = tokens.apply(page.caller());
    int bytes = 0;
    try {
      for (List<Call> stage : page.stages()) {
        List<CompletableFuture<Integer>> answers =
            stage.stream()
                .map(call -> rest.bytes(call.method(), call.path(), token, encodings, call.body()))
                .toList();
        CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)).join();
        bytes += answers.stream().mapToInt(CompletableFuture::join).sum();
      }
      return Optional.of(bytes);
    } catch (CompletionException e) {
      Progress.say("%s: %s", page.name(), e.getCause().getMessage());
      return Optional.empty();
    }
  }
}
