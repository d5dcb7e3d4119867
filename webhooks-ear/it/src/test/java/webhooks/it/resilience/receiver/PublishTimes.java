package webhooks.it.resilience.receiver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.TestEnvironment;

/** Measures the time until an event that an account publishes by HTTP is accepted. */
final class PublishTimes {
  private static final int MEASURED = 300;

  private final TestEnvironment environment;
  private final String account;
  private final String token;

  PublishTimes(TestEnvironment environment, String account) {
    this.environment = environment;
    this.account = account;
    this.token = environment.tokens().publisher();
  }

  /** Publishes one event after the other, and returns the 99th percentile of their times. */
  Duration p99() {
    // Warms up, because compilation takes a core.
    measure();
    List<Duration> times = measure();
    Collections.sort(times);
    return times.get(times.size() * 99 / 100);
  }

  private List<Duration> measure() {
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < MEASURED; i++) {
      String event = Event.ofAccount(account).json();
      long begin = System.nanoTime();
      environment.api().post("/events").as(token).json(event).send().is(202);
      times.add(Duration.ofNanos(System.nanoTime() - begin));
    }
    return times;
  }
}
