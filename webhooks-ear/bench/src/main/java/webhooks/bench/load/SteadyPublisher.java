package webhooks.bench.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import webhooks.bench.receiver.SignatureSample;
import webhooks.it.harness.broker.Producer;

/** Publishes events at a steady rate in the background, whatever becomes of them. */
public final class SteadyPublisher {
  private static final int STEPS = 10;
  private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1) / STEPS;

  private final Thread thread;
  private volatile boolean ends;

  private SteadyPublisher(Installation installation, EventSource events, int perSecond) {
    thread =
        SignatureSample.daemon(
            () -> publish(installation, events, perSecond / STEPS), "steady-publisher");
    thread.start();
  }

  private void publish(Installation installation, EventSource events, int batch) {
    try (Producer producer = installation.connectProducer()) {
      long due = System.nanoTime();
      while (!ends) {
        producer.publishTexts(events.next(batch));
        due += STEP_NANOS;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }
  }

  /** Does the work while this many events are published each second, and returns its result. */
  public static <T> T during(
      Supplier<T> work, Installation installation, EventSource events, int perSecond) {
    SteadyPublisher publisher = new SteadyPublisher(installation, events, perSecond);
    try {
      return work.get();
    } finally {
      publisher.end();
    }
  }

  /** Waits for the last transaction. */
  private void end() {
    ends = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
