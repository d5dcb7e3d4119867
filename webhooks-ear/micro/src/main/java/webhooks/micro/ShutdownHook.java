package webhooks.micro;

import java.time.Duration;

/**
 * Waits for the server to stop, then removes its working directory.
 *
 * <p>Halts the process if the server takes too long: deliveries in flight are sent again after
 * their leases have expired.
 */
final class ShutdownHook extends Thread {
  private static final String SERVER_HOOKS = " Shutdown Hook";
  private static final Duration LIMIT = Duration.ofSeconds(9);

  private static final int REMOVALS = 10;
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** The exit code of a process that SIGTERM ended. */
  private static final int TERMINATED = 143;

  private final DataDirectory data;

  ShutdownHook(DataDirectory data) {
    super("webhooks-shutdown");
    this.data = data;
  }

  @Override
  public void run() {
    long end = System.nanoTime() + LIMIT.toNanos();
    try {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().endsWith(SERVER_HOOKS)) {
          thread.join(Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
          if (thread.isAlive()) {
            Runtime.getRuntime().halt(TERMINATED);
          }
        }
      }
      // The next start removes files that are still left.
      for (int i = 0; i < REMOVALS && !data.removeServerDirectory(); i++) {
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
