package webhooks.api.accesslog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.function.Supplier;
import webhooks.domain.log.LineLimit;

/**
 * Writes one line for each refused call to the log {@code webhooks.access}.
 *
 * <p>Callers without a token can cause these lines, so their number is bounded. The next line has
 * the number of calls left out. Safe for use by several threads.
 */
@ApplicationScoped
public class AccessLog {
  private static final Logger LOG = System.getLogger("webhooks.access");

  private LineLimit limit;

  /** Creates the bean, for the container. */
  protected AccessLog() {}

  /** Creates the log. */
  @Inject
  public AccessLog(Clock clock) {
    this.limit = new LineLimit(clock);
  }

  /**
   * Logs a refused call.
   *
   * @param call describes the call; is only asked if the line is written
   */
  public void refused(Supplier<RefusedCall> call) {
    OptionalLong before = limit.admit();
    if (before.isEmpty()) {
      return;
    }
    if (before.getAsLong() > 0) {
      LOG.log(
          Level.WARNING,
          "{0} refused calls before this one have no line",
          Long.toString(before.getAsLong()));
    }
    LOG.log(Level.WARNING, "{0}", call.get().line());
  }
}
