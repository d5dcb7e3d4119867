package webhooks.bench.scenario.option;

import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import webhooks.bench.load.EventSource;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.bench.measure.Arrivals;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.it.harness.Progress;
import webhooks.it.harness.selection.RunSettings;

/**
 * Counts the arrivals of each minute at three throttled webhooks that always have a backlog, with
 * two nodes. Then kills a node, and counts again.
 */
public final class Throttled implements Scenario {
  private static final int[] RATES = {10, 100, 1_000};

  /** The events of this many go to the webhooks in proportion to their rates. */
  private static final int SHARES = 111;

  private static final int MINUTES_AFTER = 3;
  private static final double INACCURACY = 1.0 / 60;
  private static final int BATCH = 200;
  private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** The first arrivals after the pause are not counted. */
  private static final long BEGIN_MILLIS = TimeUnit.SECONDS.toMillis(5);

  @Override
  public List<Result> run(Run run) {
    if (RunSettings.broker().equals("own")) {
      Progress.say("throttled: not measured, because two nodes need -Dwebhooks.it.broker=artemis");
      return List.of();
    }
    int before = run.size(5, 1);
    try (Installation installation = Installation.ofNodes("throttled", 2)) {
      Arrivals arrivals = new Arrivals(1);
      publishBacklog(installation, (before + MINUTES_AFTER + 1) * 60);
      Minutes minutes = new Minutes(before + MINUTES_AFTER, arrivals, installation);
      minutes.awaitEndOf(before - 1);
      installation.environment().nodes().get(1).kill9();
      minutes.awaitEndOf(before + MINUTES_AFTER - 1);
      return IntStream.range(0, RATES.length)
          .mapToObj(i -> result(RATES[i], minutes.counts[i], before))
          .toList();
    }
  }

  /** Publishes events for this many seconds while the webhooks are paused, then resumes them. */
  private static void publishBacklog(Installation installation, int seconds) {
    List<String> accounts = new ArrayList<>();
    List<Runnable> resume = new ArrayList<>();
    for (int rate : RATES) {
      Owner owner = installation.owner();
      String id =
          installation.rest().register(owner.token(), installation.receiver().url(0)).join();
      String path = "/webhooks/" + id;
      String throttle = "{\"throttle\":{\"requestsPerSecond\":%d}}".formatted(rate);
      installation.rest().send(200, "PATCH", path + "/options", owner.token(), throttle).join();
      installation.rest().send(200, "POST", path + "/pause", owner.token(), "{}").join();
      resume.add(
          () ->
              installation.rest().send(200, "POST", path + "/resume", owner.token(), null).join());
      IntStream.range(0, rate / RATES[0]).forEach(i -> accounts.add(owner.account()));
    }
    EventSource events = EventSource.ofAccounts(accounts);
    long count = (long) SHARES * RATES[0] * seconds;
    while (events.published() < count) {
      installation.publish(events.next(BATCH));
    }
    while (installation.accepted() < count) {
      LockSupport.parkNanos(STEP_NANOS);
    }
    Progress.say("%d events wait", count);
    resume.forEach(Runnable::run);
  }

  private static Result result(int rate, long[] counts, int before) {
    double wanted = 60.0 * rate;
    LongSummaryStatistics extremes =
        IntStream.range(0, counts.length)
            .filter(i -> i != before)
            .mapToLong(i -> counts[i])
            .summaryStatistics();
    return new Result("throttled-" + rate, counts[0], "deliveries in the first minute")
        .with(Target.atLeast("fewest", extremes.getMin(), wanted * (1 - INACCURACY)))
        .with(Target.atMost("most", extremes.getMax(), wanted * (1 + INACCURACY)))
        .with(
            Map.of(
                "fewest", (double) extremes.getMin(),
                "most", (double) extremes.getMax(),
                "minute-of-kill", (double) counts[before]));
  }

  /** The arrivals of each minute. */
  private static final class Minutes {
    private final Installation installation;
    private final Arrivals arrivals;
    private final long[][] counts;

    Minutes(int minutes, Arrivals arrivals, Installation installation) {
      this.installation = installation;
      this.arrivals = arrivals;
      this.counts = new long[RATES.length][minutes];
      arrivals.listen(this::arrived);
    }

    private void arrived(long event, long millis) {
      long time = millis - arrivals.firstMillis() - BEGIN_MILLIS;
      if (time >= 0 && time / MINUTE < counts[0].length) {
        counts[webhook(event)][(int) (time / MINUTE)]++;
      }
    }

    private static int webhook(long event) {
      long share = event % SHARES;
      return share == 0 ? 0 : share <= 10 ? 1 : 2;
    }

    void awaitEndOf(int minute) {
      long end = BEGIN_MILLIS + (minute + 1) * MINUTE;
      while (arrivals.distinct() == 0 || arrivals.lastMillis() - arrivals.firstMillis() < end) {
        installation.read(arrivals);
        LockSupport.parkNanos(STEP_NANOS);
      }
      for (int i = 0; i < RATES.length; i++) {
        Progress.say("minute %d: %d of %d", minute + 1, counts[i][minute], 60 * RATES[i]);
      }
    }
  }
}
