package webhooks.api.accesslog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * Writes one line for each refused call to the log {@code webhooks.access}.
 *
 * <p>Callers without a token can cause these lines, so at most {@value #MAX_LINES} are written in a
 * second. The next line has the number of calls left out. Safe for use by several threads.
 */
@ApplicationScoped
public class AccessLog {
  private static final Logger LOG = System.getLogger("webhooks.access");
  private static final int MAX_LINES = 20;

  private Clock clock;
  private long second;
  private int lines;
  private long leftOut;

  /** Creates the bean, for the container. */
  protected AccessLog() {}

  /** Creates the log. */
  @Inject
  public AccessLog(Clock clock) {
    this.clock = clock;
  }

  /**
   * Logs a refused call.
   *
   * @param call describes the call; is only asked if the line is written
   */
  public void refused(Supplier<RefusedCall> call) {
    long before = admit();
    if (before < 0) {
      return;
    }
    if (before > 0) {
      LOG.log(
          Level.WARNING, "{0} refused calls before this one have no line", Long.toString(before));
    }
    LOG.log(Level.WARNING, "{0}", call.get().line());
  }

  /** Returns the number of lines left out before this one, or -1 if this one is left out too. */
  private synchronized long admit() {
    long now = clock.instant().getEpochSecond();
    if (now != second) {
      second = now;
      lines = 0;
    }
    if (lines == MAX_LINES) {
      leftOut++;
      return -1;
    }
    lines++;
    long before = leftOut;
    leftOut = 0;
    return before;
  }
}
