package webhooks.bench.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import webhooks.bench.load.Flood;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.bench.measure.Arrivals;
import webhooks.bench.measure.ExplainedRepeats;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.it.harness.Progress;
import webhooks.it.harness.server.Product;

/**
 * Kills the product ten times while it delivers as fast as it can, and counts what is lost and what
 * arrives twice.
 *
 * <p>A delivery may arrive once more for each kill at which it had arrived and was not recorded.
 */
final class Crash implements Scenario {
  /** Longer than the receiver waits until it writes its log. */
  private static final long LOG_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  @Override
  public List<Result> run(Run run) {
    try (Installation installation = Installation.onPostgres("crash")) {
      Owner owner = installation.owner();
      installation.rest().register(owner.token(), installation.receiver().url(0)).join();
      Arrivals arrivals = new Arrivals(1);
      Flood flood = new Flood(installation, owner.events(), arrivals, 1);
      flood.runFor(run.seconds(20, 5));
      int kills = run.size(10, 2);
      ExplainedRepeats explained = new ExplainedRepeats(arrivals);
      for (int i = 0; i < kills; i++) {
        killUnderLoad(installation, flood, explained);
      }
      flood.runFor(run.seconds(10, 5));
      long published = flood.awaitAll();
      flood.awaitProgress(() -> recorded(installation), published);
      long repeated = arrivals.duplicates(published);
      return List.of(
          new Result("crash", repeated, "repeated deliveries")
              .with(Target.atMost("lost", arrivals.lost(published), 0))
              .with(Target.atMost("unrecorded", published - recorded(installation), 0))
              .with(Target.atMost("unexplained", explained.unexplained(published), 0))
              .with(Map.of("deliveries", (double) published, "kills", (double) kills)));
    }
  }

  private static void killUnderLoad(
      Installation installation, Flood flood, ExplainedRepeats explained) {
    Product product = installation.environment().product();
    Duration after = Duration.ofMillis(ThreadLocalRandom.current().nextInt(3_000, 8_000));
    AtomicBoolean killed = new AtomicBoolean();
    CompletableFuture<?> kill =
        CompletableFuture.runAsync(
            () -> {
              killed.set(true);
              product.kill9();
            },
            CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS));
    flood.runUntilKilled(product::isRunning, killed::get);
    kill.join();
    LockSupport.parkNanos(LOG_NANOS);
    installation.read(explained.arrivals());
    Progress.say(
        "%d deliveries had arrived and were not recorded", explained.killed(pending(installation)));
    installation.restart();
    flood.publishUnsure();
  }

  /** Returns the events whose delivery is not recorded. */
  private static List<UUID> pending(Installation installation) {
    return installation
        .database()
        .execute("select message_id from event where id in (select event_id from delivery_pending)")
        .stream()
        .map(UUID::fromString)
        .toList();
  }

  private static long recorded(Installation installation) {
    return Long.parseLong(
        installation.database().execute("select count(*) from delivery where status = 1").get(0));
  }
}
