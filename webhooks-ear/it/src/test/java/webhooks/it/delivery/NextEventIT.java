package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.broker.OwnBroker;
import webhooks.it.harness.broker.Producer;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.selection.Extent;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.server.Product;

/**
 * A change that one node answered holds for the very next event that another takes in.
 *
 * <p>Each node has a broker of its own, so that the test says which of them takes an event in: by
 * its broker or by a request, always the one that did not answer the change. A second webhook, to
 * which nothing is done, shows that an event was matched.
 */
@OnPostgres
class NextEventIT {
  private static final int ROUNDS = Extent.of(12, 40);

  private static TestEnvironment environment;
  private static List<Producer> producers;

  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Inbox control = environment.receiver().inbox();
  private final List<String> expected = new ArrayList<>();

  @BeforeAll
  static void start() {
    OwnBroker second = new OwnBroker();
    environment =
        TestEnvironment.ofNodes(
            "next-event",
            new OwnBroker(),
            Product.named("next-event-1"),
            Product.named("next-event-2"));
    second.configure(environment.nodes().get(1));
    environment.start();
    producers = List.of(environment.producer(), second.producer());
  }

  @AfterAll
  static void stop() {
    producers.get(1).close();
    environment.close();
  }

  @Test
  void activationAndDeactivation() {
    Registered webhook = registerBoth();

    for (int i = 0; i < ROUNDS; i++) {
      application.at(node(i)).deactivate(webhook);
      misses(takenInElsewhere(i, Event.CREATED));
      application.at(node(i + 1)).activate(webhook);
      awaitEvent(takenInElsewhere(i + 1, Event.CREATED));
    }

    assertThat(arrived(inbox)).isEqualTo(expected);
  }

  @Test
  void eventTypes() {
    Registered webhook = registerBoth();
    List<String> types = List.of(Event.CREATED, Event.DELETED);

    for (int i = 0; i < ROUNDS; i++) {
      String dropped = types.get(i % 2);
      String taken = types.get((i + 1) % 2);
      changes(i, webhook, "{\"eventTypes\":[\"%s\"]}".formatted(taken));
      misses(takenInElsewhere(i, dropped));
      awaitEvent(takenInElsewhere(i, taken));
    }

    assertThat(arrived(inbox)).isEqualTo(expected);
  }

  @Test
  void urlAndSecret() {
    Registered webhook = registerBoth();
    List<Inbox> inboxes = List.of(inbox, environment.receiver().inbox());

    for (int i = 0; i < ROUNDS; i++) {
      Inbox next = inboxes.get((i + 1) % 2);
      String secret = Secrets.remember("secret of round " + i + ", " + UUID.randomUUID());
      changes(i, webhook, "{\"callbackUrl\":\"%s\"}".formatted(next.url()));
      Event moved = takenInElsewhere(i, Event.CREATED);
      next.awaitEvent(moved.messageId());
      changes(i + 1, webhook, "{\"secret\":\"%s\"}".formatted(secret));
      Event signed = takenInElsewhere(i + 1, Event.CREATED);
      next.awaitEvent(signed.messageId()).assertSignedWith(secret);
    }

    assertThat(inboxes).allSatisfy(one -> assertThat(one.receipts()).hasSize(ROUNDS));
  }

  @Test
  void creationAndDeletion() {
    application.register(control);

    for (int i = 0; i < ROUNDS; i++) {
      Registered webhook = application.at(node(i)).register(inbox);
      awaitEvent(takenInElsewhere(i, Event.CREATED));
      node(i + 1).api().delete("/webhooks/" + webhook.id()).as(application.token()).send().is(204);
      misses(takenInElsewhere(i + 1, Event.CREATED));
    }

    assertThat(arrived(inbox)).isEqualTo(expected);
  }

  private Registered registerBoth() {
    application.register(control, Event.CREATED, Event.DELETED);
    return application.register(inbox, Event.CREATED);
  }

  private void changes(int round, Registered webhook, String body) {
    application.at(node(round)).patch(webhook, body).is(200);
  }

  /** Lets the other node take an event in than the one that answered in this round. */
  private Event takenInElsewhere(int round, String type) {
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

  /** An event that was delivered nevertheless is found at the end. */
  private void misses(Event event) {
    control.awaitEvent(event.messageId());
  }

  private static List<String> arrived(Inbox inbox) {
    return inbox.receipts().stream().map(Receipt::id).toList();
  }

  private static Product node(int round) {
    return environment.nodes().get(round % 2);
  }
}
