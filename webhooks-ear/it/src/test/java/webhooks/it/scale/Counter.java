package webhooks.it.scale;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import webhooks.it.harness.environment.TestEnvironment;

/** A receiver for a measurement: counts what arrives. */
interface Counter extends AutoCloseable {
  /** Opens the fastest one that this machine has. */
  static Counter open(TestEnvironment environment) {
    return Nginx.isHere() ? new Nginx(environment.authority()) : new InboxCounter(environment);
  }

  String name();

  URI url();

  /** CPU seconds that the receiver's processes have spent. */
  double cpuSeconds();

  /** How many different events have arrived. */
  int distinct();

  @Override
  void close();

  /** Waits until so many events have arrived; returns when that was seen. */
  default Instant awaits(int events, Duration atMost) {
    Awaitility.await(events + " events")
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> distinct() >= events);
    return Instant.now();
  }
}
