package webhooks.micro;

import java.time.Duration;

/**
 * Waits for the server to end, then clears away its folder. A server that does not end in time is
 * cut off: what it had in hand is done again after the next start.
 */
final class Shutdown extends Thread {
  private static final String SERVER_HOOKS = " Shutdown Hook";
  private static final Duration LIMIT = Duration.ofSeconds(9);

  private static final int REMOVALS = 10;
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** The exit code of a process that was told to end. */
  private static final int TERMINATED = 143;

  private final DataDirectory data;

  Shutdown(DataDirectory data) {
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
      // What is left after all is cleared away at the next start.
      for (int i = 0; i < REMOVALS && !data.removeServerDirectory(); i++) {
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
