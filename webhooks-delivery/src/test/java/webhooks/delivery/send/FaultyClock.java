package webhooks.delivery.send;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still, and that can throw an {@link Error} in a thread of the sender.
 *
 * @param spared the thread that gets no error; if it is set, the next other thread gets one
 */
final class FaultyClock extends Clock {
  private final AtomicReference<Thread> spared;

  FaultyClock(AtomicReference<Thread> spared) {
    this.spared = spared;
  }

  @Override
  public Instant instant() {
    Thread test = spared.get();
    if (test != null && test != Thread.currentThread() && spared.compareAndSet(test, null)) {
      throw new OutOfMemoryError("Thrown by the test");
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
