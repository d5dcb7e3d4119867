package webhooks.it.scale;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.selection.Figure;
import webhooks.it.harness.server.CpuTime;

/**
 * Measures 10,000 events over JMS to one receiver on PostgreSQL, and prints the CPU time by part.
 *
 * <p>Asserts nothing, because there is no target yet. Uses nginx as receiver if {@code
 * /usr/sbin/nginx} exists. Otherwise the receiver shares this process with the producer.
 */
@Figure
class FirstFigureIT {
  private static final int COUNT = 10_000;
  private static final int BATCH = 100;

  /** Small enough for a process that has just started. */
  private static final int FIRST = 10;

  private static final int WARM_UP = 1000;
  private static final int ITWINS = 2000;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Postgres postgres = Postgres.shared();

  @Test
  void measuresOneWebhook() {
    measure(
        "one",
        "one webhook",
        (application, url) -> {
          application.activate(application.create(Application.Body.ofAccount(url)));
          return count -> Events.ofAccount(application.account(), count);
        });
  }

  /** The commonest use: an application has a webhook for each iTwin at one URL. */
  @Test
  void measuresOneWebhookPerITwin() {
    measure(
        "many",
        ITWINS + " webhooks at one URL",
        (application, url) -> {
          List<UUID> iTwins =
              IntStream.range(0, ITWINS)
                  .parallel()
                  .mapToObj(i -> application.createMaintainedITwin())
                  .toList();
          iTwins.parallelStream()
              .forEach(
                  iTwin ->
                      application.activate(
                          application.create(Application.Body.ofITwin(url, iTwin))));
          Iterator<UUID> turn = Stream.generate(iTwins::stream).flatMap(all -> all).iterator();
          return count -> Stream.generate(turn::next).map(Event::ofITwin).limit(count).toList();
        });
  }

  /** Registers webhooks at the URL and returns what creates their events. */
  @FunctionalInterface
  private interface Registration {
    IntFunction<List<Event>> register(Application application, URI url);
  }

  private void measure(String name, String what, Registration registration) {
    try (TestEnvironment environment = TestEnvironment.onPostgres("figure-" + name, postgres);
        Counter counter = Counter.open(environment)) {
      // Attempts may fail on a busy machine. They are repeated soon and counted below.
      environment
          .product()
          .withFullCompiler()
          .with("webhooks.delivery.retry-schedule", "PT1S,PT1S,PT1S,PT5S")
          .start();
      IntFunction<List<Event>> events =
          registration.register(environment.application(), counter.url());
      run(environment, events.apply(FIRST), counter, 0);
      run(environment, events.apply(WARM_UP - FIRST), counter, FIRST);
      Timing before = Timing.now(environment, postgres, counter);
      Instant begin = Instant.now();
      Instant end = run(environment, events.apply(COUNT), counter, WARM_UP);
      Timing spent = Timing.now(environment, postgres, counter).since(before);
      Progress.say(
          "figure: %s; failed attempts: %d", what, environment.database().failedAttempts());
      print(COUNT, counter, Duration.between(begin, end), spent);
    }
  }

  /** Publishes events, waits for all of them, and returns the time of the last arrival. */
  private static Instant run(
      TestEnvironment environment, List<Event> events, Counter counter, int arrivedBefore) {
    for (int i = 0; i < events.size(); i += BATCH) {
      environment.producer().publish(events.subList(i, Math.min(events.size(), i + BATCH)));
    }
    return counter.awaitCount(arrivedBefore + events.size(), LIMIT);
  }

  private static void print(int count, Counter counter, Duration time, Timing spent) {
    double seconds = time.toMillis() / 1000.0;
    Progress.say("figure: %d events to %s in %.2f s", count, counter.name(), seconds);
    Progress.say("figure: %.0f events/s from the first send to the last receipt", count / seconds);
    Progress.say("figure: CPU seconds: server (with broker) %.2f", spent.server());
    Progress.say("figure: CPU seconds: PostgreSQL %.2f", spent.database());
    Progress.say("figure: CPU seconds: %s %.2f", counter.name(), spent.receiver());
    Progress.say("figure: CPU seconds: publisher (this process) %.2f", spent.publisher());
  }

  /** Returns the CPU time so far by component, in seconds. */
  private record Timing(double server, double database, double receiver, double publisher) {
    static Timing now(TestEnvironment environment, Postgres postgres, Counter counter) {
      return new Timing(
          CpuTime.ofProcess(environment.product().pid()),
          CpuTime.ofFamily(postgres.pid()),
          counter.cpuSeconds(),
          CpuTime.ofProcess(ProcessHandle.current().pid()));
    }

    Timing since(Timing earlier) {
      return new Timing(
          server - earlier.server,
          database - earlier.database,
          receiver - earlier.receiver,
          publisher - earlier.publisher);
    }
  }
}
