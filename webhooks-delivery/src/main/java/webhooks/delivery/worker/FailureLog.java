package webhooks.delivery.worker;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import webhooks.domain.database.DatabaseFailure;

/** Logs a failure: an outage of a dependency in one line, any other with its stack trace. */
public final class FailureLog {
  private FailureLog() {}

  /** Logs what failed and why. */
  public static void log(Logger log, Level level, String event, Throwable failure) {
    Optional<Throwable> outage =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .filter(FailureLog::isOutage)
            .reduce((outer, inner) -> inner);
    if (outage.isPresent()) {
      log.log(level, () -> event + ": " + firstLine(outage.get()));
    } else {
      log.log(level, event, failure);
    }
  }

  private static boolean isOutage(Throwable cause) {
    return cause instanceof IOException || DatabaseFailure.isUnavailable(cause);
  }

  private static String firstLine(Throwable cause) {
    return cause.toString().lines().findFirst().orElse("");
  }
}
