package webhooks.it.resilience.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.broker.Producer;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.selection.Extent;
import webhooks.it.harness.server.Product;

/**
 * A change that one node has answered applies to the next event that another node accepts.
 *
 * <p>Each node has a broker of its own, so the test chooses the node that accepts an event, by JMS
 * or over HTTP: always the node that did not answer the change. A second webhook, which does not
 * change, shows that an event was matched.
 */
abstract class NextEventOnOtherNode {
  private static final int ROUNDS = Extent.of(12, 40);
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration MAX_PAUSE_DELAY = Duration.ofMillis(500);

  private final TestEnvironment environment;
  private final List<Producer> producers;
  private final Application application;
  private final Inbox inbox;
  private final Inbox control;
  private final List<String> expected = new ArrayList<>();

  /**
   * Tests two nodes.
   *
   * @param producers one at the broker of each node
   */
  NextEventOnOtherNode(TestEnvironment environment, List<Producer> producers) {
    this.environment = environment;
    this.producers = producers;
    this.application = environment.application();
    this.inbox = environment.receiver().inbox();
    this.control = environment.receiver().inbox();
  }

  @Test
  void activationAndDeactivation() {
    Registered webhook = registerBoth();

    for (int i = 0; i < ROUNDS; i++) {
      application.at(node(i)).deactivate(webhook);
      mustNotArrive(publishToTheOtherNode(i, Event.CREATED));
      application.at(node(i + 1)).activate(webhook);
      awaitEvent(publishToTheOtherNode(i + 1, Event.CREATED));
    }

    assertThat(receivedIds(inbox)).isEqualTo(expected);
  }

  @Test
  void eventTypes() {
    Registered webhook = registerBoth();
    List<String> types = List.of(Event.CREATED, Event.DELETED);

    for (int i = 0; i < ROUNDS; i++) {
      String dropped = types.get(i % 2);
      String taken = types.get((i + 1) % 2);
      change(i, webhook, "{\"eventTypes\":[\"%s\"]}".formatted(taken));
      mustNotArrive(publishToTheOtherNode(i, dropped));
      awaitEvent(publishToTheOtherNode(i, taken));
    }

    assertThat(receivedIds(inbox)).isEqualTo(expected);
  }

  @Test
  void urlAndSecret() {
    Registered webhook = registerBoth();
    List<Inbox> inboxes = List.of(inbox, environment.receiver().inbox());

    for (int i = 0; i < ROUNDS; i++) {
      Inbox next = inboxes.get((i + 1) % 2);
      String secret = Secrets.remember("secret of round " + i + ", " + UUID.randomUUID());
      change(i, webhook, "{\"callbackUrl\":\"%s\"}".formatted(next.url()));
      Event moved = publishToTheOtherNode(i, Event.CREATED);
      next.awaitEvent(moved.messageId());
      change(i + 1, webhook, "{\"secret\":\"%s\"}".formatted(secret));
      Event signed = publishToTheOtherNode(i + 1, Event.CREATED);
      next.awaitEvent(signed.messageId()).assertSignedWith(secret);
    }

    assertThat(inboxes).allSatisfy(one -> assertThat(one.receipts()).hasSize(ROUNDS));
  }

  @Test
  void creationAndDeletion() {
    application.register(control);

    for (int i = 0; i < ROUNDS; i++) {
      Registered webhook = application.at(node(i)).register(inbox);
      awaitEvent(publishToTheOtherNode(i, Event.CREATED));
      node(i + 1).api().delete("/webhooks/" + webhook.id()).as(application.token()).send().is(204);
      mustNotArrive(publishToTheOtherNode(i + 1, Event.CREATED));
    }

    assertThat(receivedIds(inbox)).isEqualTo(expected);
  }

  @Test
  void pauseAndResume() {
    Registered webhook = registerBoth();

    for (int i = 0; i < ROUNDS; i++) {
      post(i, webhook, "pause");
      Event waiting = publishToTheOtherNode(i, Event.CREATED);
      control.awaitEvent(waiting.messageId());
      assertThat(inbox.received(waiting.messageId())).isFalse();
      post(i + 1, webhook, "resume");
      awaitEvent(waiting);
    }

    assertThat(receivedIds(inbox)).isEqualTo(expected);
  }

  /** Each node has deliveries of the webhook in its memory that it has not sent yet. */
  @Test
  void pauseEndsTheRequestsOfBothNodes() {
    Registered webhook = application.register(inbox);

    // A busy machine delays one measurement, a fault of the product delays all of them.
    assertThat(
            Stream.generate(() -> lastRequestAfterAPause(webhook))
                .limit(5)
                .anyMatch(delay -> delay.compareTo(MAX_PAUSE_DELAY) < 0))
        .isTrue();
  }

  private Duration lastRequestAfterAPause(Registered webhook) {
    List<Event> events = Events.ofAccount(application.account(), 1000);
    int before = inbox.distinct();
    inbox.delayBy(Duration.ofMillis(300));
    producers.get(0).publish(events.subList(0, 500));
    producers.get(1).publish(events.subList(500, 1000));
    await("requests of both nodes").atMost(LIMIT).until(() -> inbox.distinct() >= before + 200);

    post(0, webhook, "pause");
    Instant paused = Instant.now();
    await("no more requests")
        .atMost(LIMIT)
        .until(() -> latestRequest().plusSeconds(2).isBefore(Instant.now()));
    Instant latest = latestRequest();

    assertThat(inbox.distinct()).as("while it is paused").isLessThan(before + 1000);
    inbox.delayBy(Duration.ZERO);
    post(1, webhook, "resume");
    Events.awaitAll(events, inbox, LIMIT);
    Duration delay = Duration.between(paused, latest);
    Progress.say("the last request began %s after the pause", delay);
    return delay;
  }

  private Instant latestRequest() {
    return inbox.receipts().stream().map(Receipt::arrived).max(Instant::compareTo).orElseThrow();
  }

  private void post(int round, Registered webhook, String operation) {
    node(round)
        .api()
        .post("/webhooks/" + webhook.id() + "/" + operation)
        .as(application.token())
        .json("{}")
        .send()
        .is(200);
  }

  private Registered registerBoth() {
    application.register(control, Event.CREATED, Event.DELETED);
    return application.register(inbox, Event.CREATED);
  }

  private void change(int round, Registered webhook, String body) {
    application.at(node(round)).patch(webhook, body).is(200);
  }

  /** Publishes an event to the node that did not answer the change in this round. */
  private Event publishToTheOtherNode(int round, String type) {
    Event event = Event.ofAccount(application.account()).ofType(type);
    if (round / 2 % 2 == 0) {
      producers.get((round + 1) % 2).publish(event);
    } else {
      Api api = node(round + 1).api();
      api.post("/events").as(environment.tokens().publisher()).json(event.json()).send().is(202);
    }
    return event;
  }

  private void awaitEvent(Event event) {
    expected.add(event.messageId().toString());
    inbox.awaitEvent(event.messageId());
    control.awaitEvent(event.messageId());
  }

  /** Remembers an event that must not arrive. The end of the test checks it. */
  private void mustNotArrive(Event event) {
    control.awaitEvent(event.messageId());
  }

  private static List<String> receivedIds(Inbox inbox) {
    return inbox.receipts().stream().map(Receipt::id).toList();
  }

  private Product node(int round) {
    return environment.nodes().get(round % 2);
  }
}
