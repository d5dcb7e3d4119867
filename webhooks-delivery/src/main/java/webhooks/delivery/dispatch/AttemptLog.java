package webhooks.delivery.dispatch;

import java.util.List;
import java.util.logging.Logger;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.Outcome;

/** Logs one line for each attempt: ids and figures, never a URL, a payload or a secret. */
final class AttemptLog {
  private static final Logger LOG = Logger.getLogger("webhooks.attempts");

  private AttemptLog() {}

  static void write(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      LOG.info(() -> line(outcome));
    }
  }

  private static String line(Outcome outcome) {
    Attempt attempt = outcome.attempt();
    StringBuilder line =
        new StringBuilder(200)
            .append("attempt delivery=")
            .append(outcome.delivery().id())
            .append(" webhook=")
            .append(outcome.delivery().webhookId())
            .append(" message=")
            .append(outcome.delivery().messageId())
            .append(" number=")
            .append(outcome.delivery().number())
            .append(" status=")
            .append(outcome.status().name().toLowerCase(java.util.Locale.ROOT))
            .append(" durationMs=")
            .append(attempt.duration().toMillis());
    attempt.statusCode().ifPresent(code -> line.append(" statusCode=").append(code));
    attempt
        .error()
        .map(AttemptError::text)
        .ifPresent(error -> line.append(" error=").append(error));
    if (!outcome.retryIn().isZero()) {
      line.append(" retryInMs=").append(outcome.retryIn().toMillis());
    }
    return line.toString();
  }
}
