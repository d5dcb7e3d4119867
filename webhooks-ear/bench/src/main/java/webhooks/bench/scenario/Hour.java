package webhooks.bench.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import webhooks.bench.load.EventSource;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.bench.load.PacedPublisher;
import webhooks.bench.measure.Arrivals;
import webhooks.bench.measure.DatabaseCounters;
import webhooks.bench.measure.HeapUse;
import webhooks.bench.measure.Latency;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.it.harness.DiskSpace;
import webhooks.it.harness.Progress;
import webhooks.it.harness.database.Database;

/**
 * Measures an hour of {@code end-to-end} at 70 % of the maximum, while the purge deletes as much as
 * comes.
 *
 * <p>The retention is so short that partitions of ten minutes are dropped from the half of the hour
 * on. Events are kept longer. Older ones are written first, so that as many are deleted as come
 * from the beginning.
 */
final class Hour implements Scenario {
  private static final double SHARE = 0.7;
  private static final Duration RETENTION = Duration.ofMinutes(20);

  /** The minutes whose deliveries are in one partition. */
  private static final int PARTITION = 10;

  private static final int BATCHES_PER_SECOND = 50;

  /** What the tables and the write-ahead log take at 10,000 deliveries a second. */
  private static final int GIGABYTES = 48;

  /** Two partitions of the same extent differ by so much. */
  private static final double NOISE = 1.1;

  /** What was measured in a minute. */
  private record Minute(
      double rate, double p99, double deadRows, double tableMegabytes, double oldMegabytes) {}

  @Override
  public List<Result> run(Run run) {
    DiskSpace.require(Path.of(System.getProperty("java.io.tmpdir")), run.size(GIGABYTES, 1));
    int batch = (int) (run.endToEnd().rate() * SHARE / BATCHES_PER_SECOND);
    int perSecond = batch * BATCHES_PER_SECOND;
    try (Installation installation =
        Installation.onPostgres(
            "hour", product -> product.with("webhooks.retention", RETENTION.toString()))) {
      installation.database().dropPartitions();
      installation.environment().product().stop();
      installation.restart();
      Owner owner = installation.owner();
      installation.rest().register(owner.token(), installation.receiver().url(0)).join();
      Arrivals arrivals = new Arrivals(1);
      EventSource events = owner.events();
      PacedPublisher publisher =
          new PacedPublisher(installation, events, arrivals, perSecond, batch);
      publisher.run(run.seconds(60, 10));
      List<Minute> minutes = new ArrayList<>();
      for (int i = 0; i < run.size(60, 2); i++) {
        minutes.add(minute(i, run.seconds(60, 10), installation, publisher, arrivals));
      }
      return List.of(
          result(minutes, perSecond)
              .counted(arrivals.lost(events.published()), arrivals.duplicates(events.published())));
    }
  }

  private static Minute minute(
      int number,
      Duration time,
      Installation installation,
      PacedPublisher publisher,
      Arrivals arrivals) {
    long before = arrivals.distinct();
    long begin = System.nanoTime();
    Latency latency = publisher.run(time);
    double seconds = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
    Database database = installation.database();
    Minute minute =
        new Minute(
            (arrivals.distinct() - before) / seconds,
            latency.percentile(99),
            DatabaseCounters.deadTuples(database),
            DatabaseCounters.tableBytes(database) / 1e6,
            HeapUse.oldMegabytes(installation.environment().product().pid()));
    Progress.say(
        "minute %d: %.0f deliveries/s, p99 %.0f ms, %.0f dead rows, tables %.0f MB, old heap %.0f MB",
        number + 1,
        minute.rate(),
        minute.p99(),
        minute.deadRows(),
        minute.tableMegabytes(),
        minute.oldMegabytes());
    return minute;
  }

  /** Compares the last partition's minutes with those of the partition before it. */
  private static Result result(List<Minute> minutes, int perSecond) {
    int part = Math.min(PARTITION, minutes.size() / 2);
    List<Minute> last = minutes.subList(minutes.size() - part, minutes.size());
    List<Minute> before = minutes.subList(minutes.size() - 2 * part, minutes.size() - part);
    double slowest = minutes.stream().mapToDouble(Minute::rate).min().orElseThrow();
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("p99-ms", mean(minutes, Minute::p99));
    figures.put(
        "p99-ms-worst-minute", minutes.stream().mapToDouble(Minute::p99).max().orElseThrow());
    figures.put("dead-rows-before", mean(before, Minute::deadRows));
    figures.put("dead-rows-last", mean(last, Minute::deadRows));
    figures.put("table-mb-before", mean(before, Minute::tableMegabytes));
    figures.put("table-mb-last", mean(last, Minute::tableMegabytes));
    figures.put("old-heap-mb-before", mean(before, Minute::oldMegabytes));
    figures.put("old-heap-mb-last", mean(last, Minute::oldMegabytes));
    return new Result("hour", slowest, "deliveries/s in the slowest minute")
        .comparedTo(perSecond)
        .ratioAtLeast(1 / NOISE)
        .with(growth("tables", before, last, Minute::tableMegabytes))
        .with(growth("old heap", before, last, Minute::oldMegabytes))
        .with(figures);
  }

  private static Target growth(
      String what, List<Minute> before, List<Minute> last, ToDoubleFunction<Minute> figure) {
    return Target.atMost(what + ", growth", mean(last, figure) / mean(before, figure), NOISE);
  }

  private static double mean(List<Minute> minutes, ToDoubleFunction<Minute> figure) {
    return minutes.stream().mapToDouble(figure).average().orElseThrow();
  }
}
