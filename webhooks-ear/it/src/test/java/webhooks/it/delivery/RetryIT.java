package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.Timing;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Authority;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.receiver.Receiver;
import webhooks.it.harness.selection.OnPostgres;

/** Tests retries of failed attempts by the schedule PT1S,PT2S. */
class RetryIT {
  /** The bound beyond the jitter of a fifth: claiming, sending, a busy machine. */
  private static final Duration LATENCY = Duration.ofMillis(700);

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();

  @Test
  void retriesAtTheTimesOfTheSchedule() {
    application.register(inbox.respondWith(500));

    assertThat(Timing.within(LATENCY, this::delay)).isLessThan(LATENCY);
  }

  /** Returns how much later than scheduled the retries came. None may come too early. */
  private Duration delay() {
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);

    List<Receipt> tries = inbox.awaitEvent(event.messageId(), 3, LONG_ENOUGH);
    Duration first = delay(tries.get(0), tries.get(1), Duration.ofSeconds(1));
    Duration second = delay(tries.get(1), tries.get(2), Duration.ofSeconds(2));
    return first.compareTo(second) > 0 ? first : second;
  }

  @OnPostgres
  @Test
  void deliveryIsExhaustedAfterTheSchedulesLastEntry() {
    Registered webhook = application.register(inbox.respondWith(500));
    Event event = Event.ofAccount(application.account());

    environment.producer().publish(event);

    Events.awaitOutcome(environment, webhook, event, "exhausted", "500", "500", "500");
    assertThat(inbox.receipts(event.messageId())).hasSize(3);
  }

  @Test
  void everyAttemptSendsTheSameSignedBytesAndId() {
    Registered webhook = application.register(inbox.respondWith(503, 404, 204));
    Event event = Event.ofAccount(application.account());

    environment.producer().publish(event);
    List<Receipt> tries = inbox.awaitEvent(event.messageId(), 3, LONG_ENOUGH);

    assertThat(tries).allSatisfy(one -> assertThat(one.body()).isEqualTo(tries.get(0).body()));
    tries.forEach(one -> one.assertSignedWith(webhook.secret()));
  }

  @Test
  void nextAttemptUsesTheChangedUrlAndSecret() {
    Inbox next = environment.receiver().inbox();
    Registered webhook = application.register(inbox.respondWith(500));
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    Receipt first = inbox.awaitEvent(event.messageId()).assertSignedWith(webhook.secret());

    String secret = Secrets.remember("東京 changed " + UUID.randomUUID());
    String url = next.url() + "?a=%2f&b=c+d&%C3%A9=";
    String change = "{\"callbackUrl\":\"%s\",\"secret\":\"%s\"}".formatted(url, secret);
    application.patch(webhook, change).is(200);

    Receipt second = next.awaitEvent(event.messageId()).assertSignedWith(secret);
    assertThat(second.uri().getRawQuery()).isEqualTo("a=%2f&b=c+d&%C3%A9=");
    assertThat(second.body()).isEqualTo(first.body());
  }

  @OnPostgres
  @Test
  void doesNotFollowRedirects() {
    Inbox elsewhere = environment.receiver().inbox();
    inbox.respondWith(307).respondWithHeader("Location", elsewhere.url().toString());
    Registered webhook = application.register(inbox);
    Event event = Event.ofAccount(application.account());

    environment.producer().publish(event);

    Events.awaitOutcome(environment, webhook, event, "exhausted", "307", "307", "307");
    assertThat(elsewhere.receipts()).isEmpty();
  }

  @OnPostgres
  @Test
  void retriesClosedReceiverWithoutDelayingOthers() {
    try (Receiver fragile = new Receiver(environment.authority())) {
      Inbox down = fragile.inbox();
      Registered unlucky = application.register(down);
      application.register(inbox);
      fragile.down();
      List<Event> events = Events.ofAccount(application.account(), 50);

      environment.producer().publish(events);

      await("the other webhook's deliveries")
          .atMost(LONG_ENOUGH)
          .until(() -> inbox.distinct() == events.size());
      Events.awaitOutcome(
          environment, unlucky, events.get(0), "exhausted", "connect", "connect", "connect");
      assertThat(down.receipts()).isEmpty();
    }
  }

  @OnPostgres
  @Test
  void reopenedReceiverGetsPendingDeliveries() {
    try (Receiver fragile = new Receiver(environment.authority())) {
      Inbox down = fragile.inbox();
      Registered webhook = application.register(down);
      fragile.down();
      Event event = Event.ofAccount(application.account());
      environment.producer().publish(event);
      await().atMost(LONG_ENOUGH).until(() -> attempts(webhook, event).contains("connect"));

      fragile.up();

      down.awaitEvent(event.messageId());
      await().atMost(LONG_ENOUGH).until(() -> attempts(webhook, event).contains("204"));
    }
  }

  @OnPostgres
  @Test
  void receiverOfAnotherAuthorityIsNotTrusted() {
    try (Receiver stranger = new Receiver(new Authority())) {
      Registered webhook = application.register(stranger.inbox());
      Event event = Event.ofAccount(application.account());

      environment.producer().publish(event);

      Events.awaitOutcome(environment, webhook, event, "exhausted", "tls", "tls", "tls");
    }
  }

  private static Duration delay(Receipt earlier, Receipt later, Duration scheduled) {
    Duration wait = Duration.between(earlier.arrived(), later.arrived());
    assertThat(wait)
        .as("wait of the schedule's %s", scheduled)
        .isGreaterThanOrEqualTo(scheduled.multipliedBy(4).dividedBy(5));
    return wait.minus(scheduled.multipliedBy(6).dividedBy(5));
  }

  private List<String> attempts(Registered webhook, Event event) {
    return environment.database().deliveries(webhook.id(), event.messageId()).stream()
        .flatMap(one -> one.attempts().stream())
        .toList();
  }
}
