package webhooks.it.scale;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Nginx;

/** Counts the events that arrive during a measurement. */
interface Counter extends AutoCloseable {
  /** Opens the fastest receiver of this machine. */
  static Counter open(TestEnvironment environment) {
    return Nginx.isInstalled()
        ? new NginxCounter(environment.authority())
        : new InboxCounter(environment);
  }

  URI url();

  /** Returns the number of different events that have arrived. */
  int distinct();

  @Override
  void close();

  /** Waits until this many events have arrived, and returns the time. */
  default Instant awaitCount(int events, Duration atMost) {
    Awaitility.await(events + " events")
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> distinct() >= events);
    return Instant.now();
  }
}
