package webhooks.delivery.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells loops to end.
 *
 * <p>Not by interrupting their threads: an interrupt closes the files of the embedded database
 * under whoever is reading them.
 */
public final class StopSignal {
  private final CountDownLatch latch = new CountDownLatch(1);

  /** Tells that it is time to end. */
  public void set() {
    latch.countDown();
  }

  /** Tells whether it is time to end. */
  public boolean isSet() {
    return latch.getCount() == 0;
  }

  /** Waits, but no longer than until it is time to end, and tells whether it is. */
  public boolean await(Duration time) {
    try {
      return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // The server takes its threads back: that, too, is the time to end.
      Thread.currentThread().interrupt();
      set();
      return true;
    }
  }
}
