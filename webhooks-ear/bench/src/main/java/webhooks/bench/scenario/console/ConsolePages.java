package webhooks.bench.scenario.console;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.bench.load.WrittenWebhooks;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.bench.scenario.console.Page.Caller;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.token.Tokens;

/**
 * Measures the console's pages of an account with very many webhooks and deliveries: the requests
 * of each page, one page after the other, and the first rows that a browser shows.
 */
public final class ConsolePages implements Scenario {
  private static final int REJECTED = 60;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  @Override
  public List<Result> run(Run run) {
    int webhooks = run.size(10_000, 200);
    int deliveries = run.size(1_000_000, 5_000);
    try (Installation installation = Installation.onPostgres("console", ConsoleLogin::prepare)) {
      Owner owner = installation.owner();
      installation.environment().product().stop();
      write(installation, owner, webhooks, deliveries);
      new WrittenWebhooks(installation)
          .write(run.size(500, 10), 2, number -> URI.create("https://others.example.com/hook"));
      Samples samples = Samples.of(installation.database(), owner);
      installation.restart();
      rejectEvents(installation);
      List<Result> pages = measure(installation, owner, samples);
      List<Result> results = new ArrayList<>();
      results.add(summary(pages, FirstRows.measure(installation, owner, samples)));
      results.addAll(pages);
      return results;
    }
  }

  private static void write(Installation installation, Owner owner, int webhooks, int deliveries) {
    new AccountWebhooks(installation, owner).write(webhooks);
    new AccountDeliveries(installation, owner).write(webhooks, deliveries);
  }

  private static List<Result> measure(Installation installation, Owner owner, Samples samples) {
    Tokens tokens = installation.environment().tokens();
    Map<Caller, String> held =
        Map.of(
            Caller.ADMINISTRATOR, tokens.accountAdministrator(owner.account()),
            Caller.APPLICATION, tokens.draft(owner.client(), owner.account()).rs256(),
            Caller.OPERATOR, tokens.administrator());
    PageTimer timer = new PageTimer(installation.rest(), held::get);
    return Stream.concat(OwnerPages.of(samples).stream(), OperatorPages.of(samples).stream())
        .map(timer::measure)
        .toList();
  }

  /** Returns the result of the slowest page, with what a browser has shown. */
  private static Result summary(List<Result> pages, Map<String, Double> firstRows) {
    double slowest = pages.stream().mapToDouble(Result::value).max().orElseThrow();
    Map<String, Double> figures = new LinkedHashMap<>(firstRows);
    figures.put("pages", (double) pages.size());
    figures.put("slow", (double) pages.stream().filter(each -> !each.isMet().orElse(true)).count());
    Result result =
        new Result("console", slowest, "ms max")
            .with(Target.atMost("value", slowest, PageTimer.MAX_MILLIS))
            .with(figures);
    for (Map.Entry<String, Double> each : firstRows.entrySet()) {
      if (each.getKey().startsWith(FirstRows.MAX)) {
        result = result.with(Target.atMost(each.getKey(), each.getValue(), PageTimer.MAX_MILLIS));
      }
    }
    return result;
  }

  /** Publishes events of unknown iTwins, and waits until they are rejected. */
  private static void rejectEvents(Installation installation) {
    installation.publish(
        Stream.generate(() -> Event.ofITwin(UUID.randomUUID()).json()).limit(REJECTED).toList());
    String token = installation.environment().tokens().administrator();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (rejected(installation, token) < REJECTED) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("Events were not rejected within " + PATIENCE);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    Progress.say("%d events are rejected", REJECTED);
  }

  private static int rejected(Installation installation, String token) {
    String list =
        installation.rest().send(200, "GET", "/admin/invalid-events?$top=100", token, null).join();
    return list.split("\"reason\":", -1).length - 1;
  }
}
