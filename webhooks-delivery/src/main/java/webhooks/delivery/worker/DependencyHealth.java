package webhooks.delivery.worker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.database.DatabaseFailure;

/**
 * Records whether the database or the broker answers the workers that use it.
 *
 * <p>A dependency counts as unavailable until its first answer, when requests have had no answer
 * for five seconds, and always after the embedded database has closed itself. A failure and a
 * request that hangs count alike. Several workers may share one instance: an answer to any of them
 * counts for all. Safe for several threads, and never blocks.
 */
public final class DependencyHealth {
  private static final Logger LOG = Logger.getLogger(DependencyHealth.class.getName());
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  private final String name;
  private final Clock clock;
  private final AtomicReference<Instant> unansweredSince;
  private final AtomicReference<Instant> closedSince = new AtomicReference<>();
  private volatile Duration tolerance = Duration.ZERO;

  /**
   * Creates the health of a dependency that has not answered yet.
   *
   * @param name names the dependency in log lines
   */
  public DependencyHealth(String name) {
    this(name, Clock.tickMillis(ZoneOffset.UTC));
  }

  DependencyHealth(String name, Clock clock) {
    this.name = name;
    this.clock = clock;
    this.unansweredSince = new AtomicReference<>(clock.instant());
  }

  /** Notes that a worker is about to make a request, or to repeat it. */
  public void requestStarted() {
    if (unansweredSince.get() == null) {
      unansweredSince.compareAndSet(null, clock.instant());
    }
  }

  /** Notes an answer, or that the worker no longer waits for one. Counts for all requests. */
  public void requestAnswered() {
    tolerance = TOLERANCE;
    Instant since = unansweredSince.getAndSet(null);
    if (since != null && waited(since).compareTo(TOLERANCE) >= 0) {
      LOG.info(() -> "The %s answers again, it did not since %s".formatted(name, since));
    }
  }

  /**
   * Makes a request of the database and notes its answer. A failure is no answer. It also notes,
   * for good, that the embedded database has closed itself.
   *
   * @throws RuntimeException the failure of the request
   */
  public <T> T request(Supplier<T> request) {
    requestStarted();
    try {
      T answer = request.get();
      requestAnswered();
      return answer;
    } catch (RuntimeException e) {
      if (DatabaseFailure.isClosed(e) && closedSince.compareAndSet(null, clock.instant())) {
        LOG.log(
            Level.SEVERE,
            "The embedded database has closed itself: when its disk has space, restart this process",
            e);
      }
      throw e;
    }
  }

  /** Returns since when the embedded database is closed; empty if it is not. */
  public Optional<Instant> closedSince() {
    return Optional.ofNullable(closedSince.get());
  }

  /** Returns since when the dependency has been unavailable; empty if it is available. */
  public Optional<Instant> unavailableSince() {
    return closedSince()
        .or(
            () ->
                Optional.ofNullable(unansweredSince.get())
                    .filter(since -> waited(since).compareTo(tolerance) >= 0));
  }

  private Duration waited(Instant since) {
    return Duration.between(since, clock.instant());
  }
}
