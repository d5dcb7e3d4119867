package webhooks.delivery.worker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;

/**
 * Whether something that this node needs answers, as the loops tell that ask it for their work.
 *
 * <p>It is away when it left a question without an answer for five seconds, be it that it refused
 * or that it stood still, and until it has answered for the first time. Several loops may share
 * one: an answer to any of them is an answer. Safe for several threads, and waits for none.
 */
public final class DependencyHealth {
  private static final Logger LOG = Logger.getLogger(DependencyHealth.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final Clock clock;
  private final AtomicReference<Instant> unansweredSince;
  private volatile Duration patience = Duration.ZERO;

  /**
   * Creates it, away until there is a first answer.
   *
   * @param name what is asked, for the log
   */
  public DependencyHealth(String name) {
    this(name, Clock.tickMillis(ZoneOffset.UTC));
  }

  DependencyHealth(String name, Clock clock) {
    this.name = name;
    this.clock = clock;
    this.unansweredSince = new AtomicReference<>(clock.instant());
  }

  /** Tells that it is asked, for the first time or once more. */
  public void asked() {
    if (unansweredSince.get() == null) {
      unansweredSince.compareAndSet(null, clock.instant());
    }
  }

  /** Tells that it answered all that it was asked, or that nobody waits for its answer. */
  public void answered() {
    patience = PATIENCE;
    Instant since = unansweredSince.getAndSet(null);
    if (since != null && waited(since).compareTo(PATIENCE) >= 0) {
      LOG.info(() -> "The %s answers again, it did not since %s".formatted(name, since));
    }
  }

  /** Returns since when it is away, if it is. */
  public Optional<Instant> awaySince() {
    return Optional.ofNullable(unansweredSince.get())
        .filter(since -> waited(since).compareTo(patience) >= 0);
  }

  private Duration waited(Instant since) {
    return Duration.between(since, clock.instant());
  }
}
