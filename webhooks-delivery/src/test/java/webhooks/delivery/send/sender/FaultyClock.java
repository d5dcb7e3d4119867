package webhooks.delivery.send.sender;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still, and that can cause a fault on a thread of the sender. */
public final class FaultyClock extends Clock {
  private final AtomicReference<Thread> spared = new AtomicReference<>();
  private volatile Runnable fault;

  /** Makes one call, by another thread than this one, cause the fault first. */
  public void failOnOtherThread(Runnable newFault) {
    fault = newFault;
    spared.set(Thread.currentThread());
  }

  /** Returns whether the clock has still to cause the fault. */
  public boolean isFailureDue() {
    return spared.get() != null;
  }

  @Override
  public Instant instant() {
    Thread test = spared.get();
    if (test != null && test != Thread.currentThread() && spared.compareAndSet(test, null)) {
      fault.run();
    }
    return TestSender.NOW;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
