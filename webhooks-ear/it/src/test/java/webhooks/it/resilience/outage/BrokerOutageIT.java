package webhooks.it.resilience.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.TextMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.broker.Load;
import webhooks.it.harness.broker.TopicSubscriber;
import webhooks.it.harness.environment.Administration;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.WithExternalBroker;
import webhooks.it.harness.server.Product;

/** An external broker stops while events are published, and returns. */
@WithExternalBroker
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerOutageIT {
  private static final Duration RECOVERY = Duration.ofSeconds(60);
  private static final int BATCH = 20;

  private final Artemis artemis = new Artemis("outage-broker").start();
  private final TestEnvironment environment =
      TestEnvironment.ofNodes("broker-outage", artemis, Product.named("broker-outage"));

  @BeforeAll
  void start() {
    environment.start();
  }

  @AfterAll
  void stop() {
    environment.close();
  }

  @Test
  void intakeResumesAfterTheBrokerWasStopped() {
    assertDeliversAllOnce("stopped", Artemis::stop);
  }

  @Test
  void intakeResumesAfterTheBrokerWasKilled() {
    assertDeliversAllOnce("killed", Artemis::kill9);
  }

  @Test
  void nodeStartedWithoutBrokerTakesEventsLater() {
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox();
    application.register(inbox);
    environment.closeProducer();
    environment.product().stop();
    artemis.stop();

    environment.start();
    artemis.start();
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);

    inbox.awaitEvent(event.messageId());
  }

  @Test
  void rejectedEventsAreUnavailableAtOnce() {
    Administration administration = new Administration(environment);
    environment.closeProducer();
    artemis.stop();
    try {
      Instant begin = Instant.now();
      administration.get("/admin/invalid-events").isError(503, "ServiceUnavailable");
      administration.post("/admin/invalid-events/replay").isError(503, "ServiceUnavailable");
      assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(12));
    } finally {
      artemis.start();
    }
    await().untilAsserted(() -> administration.get("/admin/invalid-events").is(200));
    assertThat(administration.post("/admin/invalid-events/replay").is(202).body())
        .isEqualTo("{\"replayed\":0}");
  }

  @Test
  void operationalEventsWaitForTheBroker() {
    Application application = environment.application();
    Application.Registered webhook = application.register(environment.receiver().inbox());
    artemis.topicSubscriber().durable("outage").close();
    environment.closeProducer();
    artemis.stop();
    try {
      application.deactivate(webhook);
    } finally {
      artemis.start();
    }

    try (TopicSubscriber topic = artemis.topicSubscriber().durable("outage")) {
      Set<String> messages = new HashSet<>();
      await("the event")
          .atMost(RECOVERY)
          .untilAsserted(
              () -> {
                for (TextMessage message : topic.receive()) {
                  messages.add(message.getText());
                }
                assertThat(messages).anyMatch(text -> text.contains(webhook.id()));
              });
      // A repeated message is the same.
      assertThat(messages).filteredOn(text -> text.contains(webhook.id())).hasSize(1);
    }
  }

  private void assertDeliversAllOnce(String outage, Consumer<Artemis> ends) {
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox();
    application.register(inbox);
    List<Event> events;
    Instant back;
    try (Load load =
        new Load(
            artemis, Duration.ofMillis(50), () -> Events.ofAccount(application.account(), BATCH))) {
      awaitProgress(inbox);
      for (int i = 0; i < 2; i++) {
        ends.accept(artemis);
        artemis.start();
        awaitProgress(inbox);
      }
      back = Instant.now();
      events = load.end();
    }
    Events.awaitAll(events, inbox, RECOVERY);

    Progress.say(
        "broker %s twice: published %d, received %d, distinct %d, the last after %.1f s",
        outage,
        events.size(),
        inbox.receipts().size(),
        inbox.distinct(),
        Duration.between(back, Instant.now()).toMillis() / 1000.0);
    assertThat(inbox.byId().values()).allSatisfy(all -> assertThat(all).hasSize(1));
  }

  private static void awaitProgress(Inbox inbox) {
    int before = inbox.distinct();
    await("deliveries").atMost(RECOVERY).until(() -> inbox.distinct() >= before + 20 * BATCH);
  }
}
