package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;

/** The option throttle bounds the requests that a receiver gets. */
class ThrottleIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Registered webhook = application.register(inbox);

  private Answer throttle(String members) {
    return application.patchOptions(webhook, "{\"throttle\":{" + members + "}}");
  }

  private JsonObject statistics() {
    return environment
        .api()
        .get("/webhooks/" + webhook.id() + "/statistics")
        .as(application.token())
        .send()
        .is(200)
        .json();
  }

  private void publish(int count) {
    List<Event> events =
        Stream.generate(() -> Event.ofAccount(application.account())).limit(count).toList();
    events.forEach(environment.producer()::publish);
  }

  private void awaitReceipts(int count) {
    await(count + " requests").atMost(LIMIT).until(() -> inbox.receipts().size() >= count);
  }

  @Test
  void tenRequestsInASecondAreAHundredInTenSeconds() {
    throttle("\"requestsPerSecond\":10").is(200);
    publish(130);
    awaitReceipts(5);
    assertThat(Instant.parse(statistics().getString("drainsAt"))).isAfter(Instant.now());

    awaitReceipts(130);

    Instant begin = inbox.receipts().get(5).arrived();
    assertThat(inbox.receipts().stream().map(Receipt::arrived))
        .filteredOn(time -> !time.isBefore(begin) && time.isBefore(begin.plusSeconds(10)))
        .hasSizeBetween(90, 107);
    assertThat(inbox.distinct()).isEqualTo(130);
  }

  @Test
  void oneRequestIsInFlight() {
    inbox.delayBy(Duration.ofMillis(100));
    throttle("\"maxInFlight\":1").is(200);

    publish(10);
    awaitReceipts(10);

    List<Instant> times = inbox.receipts().stream().map(Receipt::arrived).sorted().toList();
    for (int i = 1; i < times.size(); i++) {
      assertThat(Duration.between(times.get(i - 1), times.get(i)))
          .isGreaterThan(Duration.ofMillis(90));
    }
    assertThat(statistics().keySet()).doesNotContain("drainsAt");
  }
}
