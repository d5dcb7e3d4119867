package webhooks.it.resilience.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import webhooks.it.harness.PeriodicTask;
import webhooks.it.harness.Progress;
import webhooks.it.harness.environment.Subscriber;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.server.Product;

/**
 * Watches a node during a fail-over: how its API and its check of readiness answer, how many
 * threads it has and how much it logs.
 */
final class NodeWatch implements AutoCloseable {
  private static final Duration PACE = Duration.ofMillis(200);

  private static final int NO_ANSWER = 0;

  /** The node has about a hundred threads. A thread for each waiting piece of work is far more. */
  private static final int MAX_MORE_THREADS = 100;

  /** An entry for each piece of work, or for each new try, would be thousands. */
  private static final int MAX_ENTRIES = 100;

  /** The beginning of an entry, except those about attempts. A stack trace has many lines. */
  private static final Pattern ENTRY = Pattern.compile("(?m)^20\\d\\d-(?!.*webhooks\\.attempts)");

  private final Product node;
  private final Subscriber subscriber;
  private final int logged;
  private final int threadsBefore;
  private final Map<Integer, Integer> answers = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> readiness = new ConcurrentHashMap<>();
  private final AtomicReference<Duration> longest = new AtomicReference<>(Duration.ZERO);
  private final List<PeriodicTask> tasks;
  private volatile int maxThreads;

  NodeWatch(Product node, Subscriber subscriber) {
    this.node = node;
    this.subscriber = subscriber;
    this.logged = node.log().length();
    this.threadsBefore = threads();
    this.maxThreads = threadsBefore;
    this.tasks = List.of(new PeriodicTask(PACE, this::call), new PeriodicTask(PACE, this::probe));
  }

  /** Calls the API. The only error may be the one of a database that does not answer. */
  private void call() {
    Instant begin = Instant.now();
    try {
      Answer answer = subscriber.application().get(subscriber.webhook());
      answers.merge(answer.status(), 1, Integer::sum);
      if (answer.status() != 200) {
        answer.isError(503, "ServiceUnavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      }
    } catch (UncheckedIOException e) {
      // The caller gives up after 30 s, which is the time of a statement without an answer too.
      answers.merge(NO_ANSWER, 1, Integer::sum);
    }
    Duration took = Duration.between(begin, Instant.now());
    longest.accumulateAndGet(took, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  private void probe() {
    readiness.merge(node.health().get("/health/ready").send().status(), 1, Integer::sum);
    maxThreads = Math.max(maxThreads, threads());
  }

  private int threads() {
    try {
      return Files.readAllLines(Path.of("/proc/" + node.pid() + "/status")).stream()
          .filter(line -> line.startsWith("Threads:"))
          .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the watch, and checks what it saw. */
  void check(String title, Duration longestAnswer) {
    close();
    String log = node.log().substring(logged);
    long entries = ENTRY.matcher(log).results().count();
    Progress.say(
        "%s: API %s, slowest answer %.1f s, readiness %s, threads %d to %d, %d log entries",
        title,
        answers,
        longest.get().toMillis() / 1_000.0,
        readiness,
        threadsBefore,
        maxThreads,
        entries);
    assertThat(answers.getOrDefault(NO_ANSWER, 0)).as("calls without answer").isLessThan(2);
    assertThat(longest.get()).as("slowest answer").isLessThan(longestAnswer);
    assertThat(readiness.keySet()).isSubsetOf(200, 503);
    assertThat(maxThreads).as("threads").isLessThan(threadsBefore + MAX_MORE_THREADS);
    assertThat(entries).as("entries of the log").isLessThan(MAX_ENTRIES);
  }

  @Override
  public void close() {
    tasks.forEach(PeriodicTask::close);
  }
}
