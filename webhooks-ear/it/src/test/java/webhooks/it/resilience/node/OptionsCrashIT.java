package webhooks.it.resilience.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;

/**
 * A process killed by SIGKILL leaves the options of webhooks as they were, in whatever state their
 * deliveries are: waiting behind a pause or a throttle, prefetched, or in flight.
 */
class OptionsCrashIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int EVENTS = 60;
  private static final int PER_SECOND = 5;

  private final TestEnvironment environment = TestEnvironment.onH2("crash-options").start();
  private final Application application = environment.application();

  @AfterEach
  void stop() {
    environment.close();
  }

  private Answer send(Registered webhook, String operation, String body) {
    return environment
        .api()
        .post("/webhooks/" + webhook.id() + "/" + operation)
        .as(application.token())
        .json(body)
        .send()
        .is(200);
  }

  /** Creates a webhook with a header and a filter, so that a request without them would show. */
  private Registered register(Inbox inbox, String further) {
    Registered webhook = application.register(inbox);
    application.setOptions(
        webhook,
        """
            {"headers": [{"name": "X-Key", "value": "canary"}],
             "filters": [{"exact": {"$.content.result": "Failed"}}]%s}"""
            .formatted(further));
    return webhook;
  }

  private List<Event> events(String result) {
    return Stream.generate(() -> Event.ofAccount(application.account()))
        .map(event -> event.holding("{\"result\":\"" + result + "\"}"))
        .limit(EVENTS)
        .toList();
  }

  private Inbox slowInbox() {
    return environment.receiver().inbox().delayBy(Duration.ofSeconds(1));
  }

  @Test
  void killLeavesOptionsInEachState() {
    Inbox paused = environment.receiver().inbox();
    Registered waiting = register(paused, "");
    send(waiting, "pause", "{}");
    Inbox throttled = environment.receiver().inbox();
    register(
        throttled,
        ", \"throttle\": {\"requestsPerSecond\": %d, \"maxInFlight\": 2}".formatted(PER_SECOND));
    Inbox slow = slowInbox();
    register(slow, "");
    Inbox pausedInFlight = slowInbox();
    Registered stopped = register(pausedInFlight, "");
    List<Event> events = events("Failed");

    environment.producer().publish(events("Success"));
    environment.producer().publish(events);
    await("deliveries in each state")
        .atMost(LIMIT)
        .until(
            () -> Stream.of(throttled, slow, pausedInFlight).allMatch(one -> one.distinct() >= 10));
    send(stopped, "pause", "{}");
    environment.product().kill9();
    int sentBefore = pausedInFlight.receipts().size();
    Stream.of(slow, pausedInFlight).forEach(inbox -> inbox.delayBy(Duration.ZERO));
    environment.start();

    Events.awaitAll(events, slow, LIMIT);
    Events.awaitAll(events, throttled, LIMIT);
    assertThat(paused.receipts()).as("still paused").isEmpty();
    assertThat(pausedInFlight.receipts()).as("still paused").hasSize(sentBefore);
    assertThat(sentBefore).isLessThan(EVENTS);
    send(waiting, "resume", "{}");
    send(stopped, "resume", "{}");
    Events.awaitAll(events, paused, LIMIT);
    Events.awaitAll(events, pausedInFlight, LIMIT);
    assertThat(List.of(paused, throttled, slow, pausedInFlight)).allSatisfy(this::assertOptions);
    assertThrottled(throttled);
  }

  /**
   * Each event came, at most twice, and none that the filter drops; each request has the header.
   */
  private void assertOptions(Inbox inbox) {
    assertThat(inbox.distinct()).isEqualTo(EVENTS);
    assertThat(inbox.byId().values()).allSatisfy(all -> assertThat(all.size()).isBetween(1, 2));
    assertThat(inbox.receipts()).extracting(one -> one.header("X-Key")).containsOnly("canary");
  }

  /**
   * Ten in two seconds, and what a busy machine sends late. Without a throttle all come at once.
   */
  private static void assertThrottled(Inbox inbox) {
    List<Instant> times = inbox.receipts().stream().map(Receipt::arrived).sorted().toList();
    assertThat(times)
        .allSatisfy(
            begin ->
                assertThat(times)
                    .filteredOn(one -> !one.isBefore(begin) && one.isBefore(begin.plusSeconds(2)))
                    .hasSizeLessThanOrEqualTo(EVENTS / 2));
  }
}
