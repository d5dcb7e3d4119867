package webhooks.delivery.worker;

import jakarta.enterprise.concurrent.ManageableThread;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * Asks background threads to end. Once set it stays set. Safe for several threads.
 *
 * <p>Threads are asked, never interrupted: an interrupt closes the files of the embedded database
 * for all threads that use it.
 */
public final class StopSignal {
  private static final Logger LOG = Logger.getLogger(StopSignal.class.getName());

  private final CountDownLatch latch = new CountDownLatch(1);

  /** Sets the signal and wakes all threads that wait for it. */
  public void set() {
    latch.countDown();
  }

  /** Returns whether the signal is set. */
  public boolean isSet() {
    return latch.getCount() == 0;
  }

  /**
   * Waits until the signal is set, at most for the given time, and returns whether it is set. An
   * interrupt ends the wait.
   */
  public boolean await(Duration time) {
    try {
      return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      onInterrupt();
      return isSet();
    }
  }

  /**
   * Handles an interrupt of the current thread. Sets the signal if the server shuts its threads
   * down. Logs any other interrupt as a mistake, which must not end work that nobody starts again.
   */
  void onInterrupt() {
    if (Thread.currentThread() instanceof ManageableThread managed && managed.isShutdown()) {
      set();
    } else if (!isSet()) {
      warn();
    }
  }

  private static void warn() {
    try {
      LOG.warning("A background thread was interrupted and not asked to stop; it continues");
    } catch (RuntimeException | Error e) {
      // A failure of the log must not end the thread.
    }
  }
}
