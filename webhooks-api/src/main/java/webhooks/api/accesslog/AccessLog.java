package webhooks.api.accesslog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.function.Supplier;
import webhooks.domain.log.LineLimit;

/**
 * Writes one line for each refused call to the log {@code webhooks.access}.
 *
 * <p>Callers without a token can cause lines, so the number of these is bounded. Lines about calls
 * with a valid token have a bound of their own, so that nobody can hide them. The next line has the
 * number of calls left out. Safe for use by several threads.
 */
@ApplicationScoped
public class AccessLog {
  private static final Logger LOG = System.getLogger("webhooks.access");

  private LineLimit withToken;
  private LineLimit withoutToken;

  /** Creates the bean, for the container. */
  protected AccessLog() {}

  /** Creates the log. */
  @Inject
  public AccessLog(Clock clock) {
    this.withToken = new LineLimit(clock);
    this.withoutToken = new LineLimit(clock);
  }

  /**
   * Logs a refused call that has a valid token.
   *
   * @param call describes the call; is only asked if the line is written
   */
  public void refusedWithToken(Supplier<RefusedCall> call) {
    write(withToken, "refused calls with a valid token", call);
  }

  /**
   * Logs a refused call that has no valid token.
   *
   * @param call describes the call; is only asked if the line is written
   */
  public void refusedWithoutToken(Supplier<RefusedCall> call) {
    write(withoutToken, "refused calls without a valid token", call);
  }

  private static void write(LineLimit limit, String kind, Supplier<RefusedCall> call) {
    limit
        .admit()
        .ifPresent(
            leftOut -> {
              leftOut.line(kind).ifPresent(AccessLog::write);
              write(call.get().line());
            });
  }

  private static void write(String line) {
    LOG.log(Level.WARNING, "{0}", line);
  }
}
