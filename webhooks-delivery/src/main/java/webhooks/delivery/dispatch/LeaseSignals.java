package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Wakes the threads that lease deliveries: intake waits for room, and the claimer waits for a
 * change. Safe for several threads.
 */
public final class LeaseSignals {
  private boolean halfFree = true;
  private boolean behind;
  private boolean changed;

  /** Creates signals of a node without leases. */
  LeaseSignals() {}

  /** Sets whether at most half of the slots are used. */
  synchronized void setHalfFree(boolean free) {
    if (halfFree != free) {
      halfFree = free;
      notifyAll();
    }
  }

  /** Sets whether backlogs wait for slots that become free quickly. */
  synchronized void setBehind(boolean newBehind) {
    if (behind != newBehind) {
      behind = newBehind;
      notifyAll();
    }
  }

  /** Ends a wait for a change, or the next one if no thread waits now. */
  synchronized void wake() {
    changed = true;
    notifyAll();
  }

  /**
   * Waits until half of the slots are free and no backlog waits for them, but not longer than this.
   * Without room, new deliveries would join a backlog, from where each has to be claimed.
   */
  public synchronized void awaitRoom(Duration limit) throws InterruptedException {
    await(() -> halfFree && !behind, limit.toNanos());
  }

  /** Waits until {@link #wake} is called, but not longer than this. */
  synchronized void awaitChange(long nanos) throws InterruptedException {
    await(() -> changed, nanos);
    changed = false;
  }

  private void await(BooleanSupplier condition, long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !condition.getAsBoolean(); left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
