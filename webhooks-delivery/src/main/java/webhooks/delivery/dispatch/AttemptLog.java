package webhooks.delivery.dispatch;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.worker.Worker;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.settings.LoggedAttempts;

/**
 * Logs one line for each attempt: ids and figures, never a URL, a payload or a secret.
 *
 * <p>A worker writes the lines, so that a slow log delays no delivery. If more lines wait than fit,
 * the newest are left out, and a line says how many.
 */
final class AttemptLog implements Worker.Task {
  private static final Logger LOG = Logger.getLogger("webhooks.attempts");
  private static final int MAX_WAITING = 10_000;
  private static final long POLL_MILLIS = 100;

  private final LoggedAttempts logged;
  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong leftOut = new AtomicLong();

  AttemptLog(LoggedAttempts logged) {
    this.logged = logged;
  }

  /** Adds the lines of these outcomes, and does not wait for the log. Any thread may call it. */
  void add(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      if (isLogged(outcome.attempt()) && !lines.offer(line(outcome))) {
        leftOut.incrementAndGet();
      }
    }
  }

  private boolean isLogged(Attempt attempt) {
    return switch (logged) {
      case FAILED -> !attempt.succeeded();
      case ALL -> true;
      case NONE -> false;
    };
  }

  /** Waits a moment for a line and writes it. If there is none, reports the lines left out. */
  @Override
  public boolean run() throws InterruptedException {
    String line = lines.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
    if (line != null) {
      LOG.info(line);
    } else {
      logLeftOut();
    }
    return true;
  }

  /** Writes the lines that wait. */
  @Override
  public void close() {
    for (String line = lines.poll(); line != null; line = lines.poll()) {
      LOG.info(line);
    }
    logLeftOut();
  }

  private void logLeftOut() {
    long count = leftOut.getAndSet(0);
    if (count > 0) {
      LOG.log(Level.WARNING, "{0} attempts have no line, because the log is slow", count);
    }
  }

  private static String line(Outcome outcome) {
    Attempt attempt = outcome.attempt();
    StringBuilder line =
        new StringBuilder(240)
            .append("attempt delivery=")
            .append(outcome.delivery().id())
            .append(" webhook=")
            .append(outcome.delivery().webhookId())
            .append(" message=")
            .append(outcome.delivery().messageId())
            .append(" traceId=")
            .append(outcome.delivery().traceId())
            .append(" number=")
            .append(outcome.delivery().number())
            .append(" status=")
            .append(outcome.status().name().toLowerCase(Locale.ROOT))
            .append(" durationMs=")
            .append(attempt.duration().toMillis());
    attempt.statusCode().ifPresent(code -> line.append(" statusCode=").append(code));
    attempt
        .error()
        .map(AttemptError::text)
        .ifPresent(error -> line.append(" error=").append(error));
    // A value ends at a space.
    attempt
        .cause()
        .map(cause -> cause.text().replace(' ', '-'))
        .ifPresent(cause -> line.append(" cause=").append(cause));
    if (!outcome.retryIn().isZero()) {
      line.append(" retryInMs=").append(outcome.retryIn().toMillis());
    }
    return line.toString();
  }
}
