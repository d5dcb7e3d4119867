package webhooks.bench.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import webhooks.bench.load.EventSource;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.bench.load.WrittenWebhooks;
import webhooks.bench.measure.Arrivals;
import webhooks.bench.measure.HeapUse;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.bench.run.Throughput;
import webhooks.it.harness.Progress;

/**
 * Measures a product with very many active webhooks, ten for each account: its start, the heap of
 * its index, how soon it knows a new webhook, and its rate for events that match ten.
 */
final class Million implements Scenario {
  private static final int PER_ACCOUNT = 10;
  private static final int NEW = 20;
  private static final double MAX_START_SECONDS = 30;
  private static final double MAX_HEAP_MEGABYTES = 400;
  private static final double MAX_CHANGE_MILLIS = 500;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A started product: the seconds until its first delivery, and the megabytes of its heap. */
  private record Started(double seconds, double megabytes) {}

  @Override
  public List<Result> run(Run run) {
    int accounts = run.size(100_000, 2_000);
    double endToEnd = run.endToEnd().rate();
    try (Installation installation =
        Installation.onPostgres("million", product -> product.withJava("-Xmx1g"))) {
      Arrivals first = new Arrivals(1);
      Owner owner = installation.owner();
      register(installation, owner);
      installation.environment().product().stop();
      EventSource ofOne = owner.events();
      Started empty = start(installation, ofOne, first);
      installation.environment().product().stop();
      List<String> ids =
          new WrittenWebhooks(installation)
              .write(accounts, PER_ACCOUNT, i -> installation.receiver().url(i % PER_ACCOUNT));
      Started full = start(installation, ofOne, first);
      double change = slowestChange(installation);
      Throughput throughput =
          Throughput.measure(
              installation,
              Throughput.Load.of(run, EventSource.ofAccounts(ids.subList(0, 1)), PER_ACCOUNT));
      double seconds = full.seconds() - empty.seconds();
      double heap = full.megabytes() - empty.megabytes();
      return List.of(
          throughput
              .result("million")
              .comparedTo(endToEnd)
              .ratioAtLeast(0.8)
              .with(Target.atMost("start-s", seconds, MAX_START_SECONDS))
              .with(Target.atMost("heap-mb", heap, MAX_HEAP_MEGABYTES))
              .with(Target.atMost("change-ms", change, MAX_CHANGE_MILLIS))
              .with(
                  Map.of(
                      "start-s", seconds,
                      "heap-mb", heap,
                      "change-ms", change,
                      "start-empty-s", empty.seconds(),
                      "end-to-end", endToEnd)));
    }
  }

  private static void register(Installation installation, Owner owner) {
    installation.rest().register(owner.token(), installation.receiver().url(0)).join();
  }

  /** Starts the stopped product, and returns when its first delivery has arrived. */
  private static Started start(Installation installation, EventSource events, Arrivals arrivals) {
    long begin = System.nanoTime();
    installation.restart();
    publishAndAwait(installation, events, arrivals);
    double seconds = (System.nanoTime() - begin) / 1e9;
    double heap = HeapUse.liveMegabytes(installation.environment().product().pid());
    Progress.say("first delivery %.1f s after the start, heap %.0f MB", seconds, heap);
    return new Started(seconds, heap);
  }

  /** Returns the longest time from the answer to an activation to a delivery, in milliseconds. */
  private static double slowestChange(Installation installation) {
    double slowest = 0;
    Arrivals arrivals = new Arrivals(1);
    List<Owner> owners = Stream.generate(installation::owner).limit(NEW).toList();
    EventSource events = EventSource.ofAccounts(owners.stream().map(Owner::account).toList());
    for (Owner owner : owners) {
      register(installation, owner);
      long begin = System.nanoTime();
      publishAndAwait(installation, events, arrivals);
      slowest = Math.max(slowest, (System.nanoTime() - begin) / 1e6);
    }
    return slowest;
  }

  private static void publishAndAwait(
      Installation installation, EventSource events, Arrivals arrivals) {
    installation.read(arrivals);
    long expected = arrivals.distinct() + 1;
    installation.publish(events.next(1));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (arrivals.distinct() < expected) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("An event did not arrive within " + PATIENCE);
      }
      LockSupport.parkNanos(LOOK_NANOS);
      installation.read(arrivals);
    }
  }
}
