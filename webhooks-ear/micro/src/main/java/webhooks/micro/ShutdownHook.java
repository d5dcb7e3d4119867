package webhooks.micro;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Limits the time of a shutdown, and has the server's working directory removed after it.
 *
 * <p>Java runs all shutdown hooks at the same time. It deletes the files of {@link
 * java.io.File#deleteOnExit} after the last of them has ended, so the server can read its files
 * until it has stopped.
 */
final class ShutdownHook extends Thread {
  /** Shorter than the ten seconds after which container engines kill a process by default. */
  private static final Duration MAX_TIME = Duration.ofSeconds(9);

  /** The exit code of a process that SIGTERM ended. */
  private static final int TERMINATED = 143;

  private final DataDirectory data;

  ShutdownHook(DataDirectory data) {
    super("webhooks-shutdown");
    this.data = data;
  }

  @Override
  public void run() {
    Thread limit = new Thread(ShutdownHook::haltAfterLimit, "webhooks-shutdown-limit");
    limit.setDaemon(true);
    limit.start();
    PayaraStop.omitKnownOutput();
    data.removeServerDirectoryAtExit();
  }

  /**
   * Halts the process if the server takes too long: deliveries in flight are sent again after their
   * leases have expired.
   */
  private static void haltAfterLimit() {
    long end = System.nanoTime() + MAX_TIME.toNanos();
    while (end - System.nanoTime() > 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    Runtime.getRuntime().halt(TERMINATED);
  }
}
