package webhooks.bench.scenario.option;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import webhooks.bench.load.Flood;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.bench.measure.Arrivals;
import webhooks.bench.result.Result;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.it.harness.Progress;

/** Resumes a paused webhook for which very many events wait. */
public final class Resumed implements Scenario {
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  @Override
  public List<Result> run(Run run) {
    int count = run.size(1_000_000, 50_000);
    try (Installation installation = Installation.onPostgres("resumed")) {
      Owner owner = installation.owner();
      String path =
          "/webhooks/"
              + installation.rest().register(owner.token(), installation.receiver().url(0)).join();
      installation.rest().send(200, "POST", path + "/pause", owner.token(), "{}").join();
      Arrivals arrivals = new Arrivals(1);
      Flood flood = new Flood(installation, owner.events(), arrivals, 1);
      flood.publishAll(count);
      while (installation.accepted() < count) {
        LockSupport.parkNanos(STEP_NANOS);
      }
      installation.read(arrivals);
      long during = arrivals.distinct();
      Progress.say("%d events wait", count);
      long[] firstSecond = new long[1];
      arrivals.listen(
          (event, millis) -> {
            if (millis - arrivals.firstMillis() < TimeUnit.SECONDS.toMillis(1)) {
              firstSecond[0]++;
            }
          });
      installation.rest().send(200, "POST", path + "/resume", owner.token(), null).join();
      flood.awaitAll();
      double seconds = (arrivals.lastMillis() - arrivals.firstMillis()) / 1e3;
      return List.of(
          new Result("resumed", count / seconds, "deliveries/s")
              .counted(arrivals.lost(count), arrivals.duplicates(count))
              .with(
                  Map.of(
                      "during-the-pause", (double) during,
                      "first-second", (double) firstSecond[0],
                      "seconds", seconds)));
    }
  }
}
