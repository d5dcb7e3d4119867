package webhooks.micro;

import java.util.logging.LogManager;

/**
 * Java's log manager, which goes on to the process's end.
 *
 * <p>Java's own closes the log as soon as the process is told to end, and so would tell nothing of
 * what the application still does then. For {@code java.util.logging.manager}.
 */
public final class LastingLog extends LogManager {
  /** Creates the manager; Java does so, by its name. */
  public LastingLog() {}

  /** Does what Java's does, unless the process is ending. */
  @Override
  public void reset() {
    if (!isEnding()) {
      super.reset();
    }
  }

  private static boolean isEnding() {
    Thread probe = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
