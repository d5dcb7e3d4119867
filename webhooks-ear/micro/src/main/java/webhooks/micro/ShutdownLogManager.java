package webhooks.micro;

import java.util.logging.LogManager;

/**
 * Keeps the log open until the process has ended.
 *
 * <p>Java's own log manager closes its handlers when shutdown begins, so the application's last
 * messages would be lost. The system property {@code java.util.logging.manager} names this class.
 */
public final class ShutdownLogManager extends LogManager {
  /** Creates the manager; java.util.logging does so by its class name. */
  public ShutdownLogManager() {}

  /** Closes all handlers, except during shutdown. */
  @Override
  public void reset() {
    if (!isShuttingDown()) {
      super.reset();
    }
  }

  private static boolean isShuttingDown() {
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
