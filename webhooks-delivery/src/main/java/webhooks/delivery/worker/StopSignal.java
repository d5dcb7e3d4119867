package webhooks.delivery.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks background threads to end. Once set it stays set. Safe for several threads.
 *
 * <p>Threads are asked, never interrupted: an interrupt closes the files of the embedded database
 * for all threads that use it.
 */
public final class StopSignal {
  private final CountDownLatch latch = new CountDownLatch(1);

  /** Sets the signal and wakes all threads that wait for it. */
  public void set() {
    latch.countDown();
  }

  /** Returns whether the signal is set. */
  public boolean isSet() {
    return latch.getCount() == 0;
  }

  /** Waits until the signal is set, at most for the given time, and returns whether it is set. */
  public boolean await(Duration time) {
    try {
      return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // The server takes its threads back, so this thread is to end too.
      Thread.currentThread().interrupt();
      set();
      return true;
    }
  }
}
