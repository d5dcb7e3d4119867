package webhooks.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import webhooks.bench.measure.Arrivals;
import webhooks.bench.measure.Latency;
import webhooks.bench.receiver.SignatureSample;

/**
 * Publishes events by REST, one or several in a request.
 *
 * <p>Each method waits until all its events have arrived, or nothing more comes.
 */
public final class RestPublisher {
  private static final long READ_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Without any arrival for so long, the rest is lost. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Installation installation;
  private final EventSource events;
  private final Arrivals arrivals;
  private final String token;
  private final int batch;

  /**
   * Prepares a publisher.
   *
   * @param batch the number of events in a request; one is sent alone, more as an array
   */
  public RestPublisher(
      Installation installation, EventSource events, Arrivals arrivals, int batch) {
    this.installation = installation;
    this.events = events;
    this.arrivals = arrivals;
    this.token = installation.environment().tokens().publisher();
    this.batch = batch;
  }

  /**
   * Publishes this many events as fast as they are accepted.
   *
   * @param connections how many requests are in flight, each on a connection
   */
  public void publishAll(int connections, long count) {
    long last = events.published() + count;
    publishUntil(connections, () -> events.published() >= last);
  }

  /** Publishes for this time as fast as events are accepted. */
  public void publishFor(int connections, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    publishUntil(connections, () -> System.nanoTime() >= end);
  }

  private void publishUntil(int connections, BooleanSupplier end) {
    CompletableFuture<Void> all =
        CompletableFuture.runAsync(
            () -> Lanes.until(end, connections, lane -> publish()), RestPublisher::start);
    awaitArrivals(all);
  }

  /** Publishes this many requests each second, whatever the product does. */
  public Latency publishPaced(int perSecond, Duration time) {
    int count = (int) (perSecond * time.toSeconds());
    Latency latency = new Latency(events.published(), count * batch);
    arrivals.listen(latency);
    CompletableFuture<Void> all =
        CompletableFuture.runAsync(() -> pace(perSecond, count, latency), RestPublisher::start);
    awaitArrivals(all);
    return latency;
  }

  private void pace(int perSecond, int count, Latency latency) {
    long beginMillis = System.currentTimeMillis();
    long beginNanos = System.nanoTime();
    CompletableFuture<?>[] answers = new CompletableFuture<?>[count];
    for (int i = 0; i < count; i++) {
      long due = i * TimeUnit.SECONDS.toNanos(1) / perSecond;
      while (beginNanos + due - System.nanoTime() > 0) {
        LockSupport.parkNanos(beginNanos + due - System.nanoTime());
      }
      for (int event = 0; event < batch; event++) {
        latency.intend(
            events.published() + event, beginMillis + TimeUnit.NANOSECONDS.toMillis(due));
      }
      answers[i] = publish();
    }
    CompletableFuture.allOf(answers).join();
  }

  private CompletableFuture<String> publish() {
    List<String> next = events.next(batch);
    String body = batch == 1 ? next.get(0) : next.toString();
    return installation.rest().send(202, "POST", "/events", token, body);
  }

  private void awaitArrivals(CompletableFuture<Void> all) {
    long patient = System.nanoTime() + PATIENCE.toNanos();
    long before = arrivals.distinct();
    while ((!all.isDone() || arrivals.events() < events.published())
        && System.nanoTime() < patient) {
      LockSupport.parkNanos(READ_NANOS);
      installation.read(arrivals);
      if (arrivals.distinct() > before) {
        before = arrivals.distinct();
        patient = System.nanoTime() + PATIENCE.toNanos();
      }
    }
    all.join();
  }

  private static void start(Runnable work) {
    SignatureSample.daemon(work, "rest-publisher").start();
  }
}
