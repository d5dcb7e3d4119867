package webhooks.api.accesslog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import webhooks.api.token.CallerPrincipal;
import webhooks.domain.log.LineLimit;

/**
 * Writes one line for each refused call to the log {@code webhooks.access}.
 *
 * <p>Callers without a valid token can cause any number of lines, so these lines are limited. Lines
 * about calls with a valid token have another limit, and lines about callers that the operator does
 * not admit a third one. {@link CallerLineLimit} divides each of these two among the callers, so
 * that a few callers can't hide the calls of another one. The next line of a later second says how
 * many calls were left out. Safe for use by several threads.
 */
@ApplicationScoped
public class AccessLog {
  private static final Logger LOG = System.getLogger("webhooks.access");

  private CallerLineLimit admitted;
  private CallerLineLimit notAdmitted;
  private LineLimit withoutToken;

  /** Creates the bean, for the container. */
  protected AccessLog() {}

  /** Creates the log. */
  @Inject
  public AccessLog(Clock clock) {
    this.admitted = new CallerLineLimit(clock, "refused calls with a valid token");
    this.notAdmitted =
        new CallerLineLimit(clock, "refused calls by clients or accounts that are not allowed");
    this.withoutToken = new LineLimit(clock);
  }

  /**
   * Logs a refused call that has a valid token.
   *
   * @param principal the caller
   * @param call describes the call; is only asked if the line is written
   */
  public void refusedWithToken(CallerPrincipal principal, Supplier<RefusedCall> call) {
    CallerLineLimit limit = principal.isAdmitted() ? admitted : notAdmitted;
    limit.admit(principal.caller()).ifPresent(leftOut -> write(leftOut.line(), call));
  }

  /**
   * Logs a refused call whose token is missing, invalid or not checked.
   *
   * @param call describes the call; is only asked if the line is written
   */
  public void refusedWithoutToken(Supplier<RefusedCall> call) {
    withoutToken
        .admit()
        .ifPresent(leftOut -> write(leftOut.line("refused calls without a valid token"), call));
  }

  private static void write(Optional<String> leftOut, Supplier<RefusedCall> call) {
    leftOut.ifPresent(AccessLog::write);
    write(call.get().line());
  }

  private static void write(String line) {
    LOG.log(Level.WARNING, "{0}", line);
  }
}
