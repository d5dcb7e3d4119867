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
import webhooks.it.harness.environment.World;
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

  private static World world;
  private static List<Producer> producers;

  private final Application application = world.application();
  private final Inbox inbox = world.receiver().inbox();
  private final Inbox control = world.receiver().inbox();
  private final List<String> expected = new ArrayList<>();

  @BeforeAll
  static void start() {
    OwnBroker second = new OwnBroker();
    world =
        World.ofNodes(
            "next-event",
            new OwnBroker(),
            Product.named("next-event-1"),
            Product.named("next-event-2"));
    second.isUsedBy(world.nodes().get(1));
    world.start();
    producers = List.of(world.producer(), second.producer());
  }

  @AfterAll
  static void stop() {
    producers.get(1).close();
    world.close();
  }

  @Test
  void activationAndDeactivation() {
    Registered webhook = registersBoth();

    for (int i = 0; i < ROUNDS; i++) {
      application.at(node(i)).deactivates(webhook);
      misses(takenInElsewhere(i, Event.CREATED));
      application.at(node(i + 1)).activates(webhook);
      receives(takenInElsewhere(i + 1, Event.CREATED));
    }

    assertThat(arrived(inbox)).isEqualTo(expected);
  }

  @Test
  void eventTypes() {
    Registered webhook = registersBoth();
    List<String> types = List.of(Event.CREATED, Event.DELETED);

    for (int i = 0; i < ROUNDS; i++) {
      String dropped = types.get(i % 2);
      String taken = types.get((i + 1) % 2);
      changes(i, webhook, "{\"eventTypes\":[\"%s\"]}".formatted(taken));
      misses(takenInElsewhere(i, dropped));
      receives(takenInElsewhere(i, taken));
    }

    assertThat(arrived(inbox)).isEqualTo(expected);
  }

  @Test
  void urlAndSecret() {
    Registered webhook = registersBoth();
    List<Inbox> inboxes = List.of(inbox, world.receiver().inbox());

    for (int i = 0; i < ROUNDS; i++) {
      Inbox next = inboxes.get((i + 1) % 2);
      String secret = Secrets.remember("secret of round " + i + ", " + UUID.randomUUID());
      changes(i, webhook, "{\"callbackUrl\":\"%s\"}".formatted(next.url()));
      Event moved = takenInElsewhere(i, Event.CREATED);
      next.receives(moved.messageId());
      changes(i + 1, webhook, "{\"secret\":\"%s\"}".formatted(secret));
      Event signed = takenInElsewhere(i + 1, Event.CREATED);
      next.receives(signed.messageId()).isSignedWith(secret);
    }

    assertThat(inboxes).allSatisfy(one -> assertThat(one.receipts()).hasSize(ROUNDS));
  }

  @Test
  void creationAndDeletion() {
    application.registers(control);

    for (int i = 0; i < ROUNDS; i++) {
      Registered webhook = application.at(node(i)).registers(inbox);
      receives(takenInElsewhere(i, Event.CREATED));
      node(i + 1).api().delete("/webhooks/" + webhook.id()).as(application.token()).send().is(204);
      misses(takenInElsewhere(i + 1, Event.CREATED));
    }

    assertThat(arrived(inbox)).isEqualTo(expected);
  }

  private Registered registersBoth() {
    application.registers(control, Event.CREATED, Event.DELETED);
    return application.registers(inbox, Event.CREATED);
  }

  private void changes(int round, Registered webhook, String body) {
    application.at(node(round)).patches(webhook, body).is(200);
  }

  /** Lets the other node take an event in than the one that answered in this round. */
  private Event takenInElsewhere(int round, String type) {
    Event event = Event.ofAccount(application.account()).ofType(type);
    if (round / 2 % 2 == 0) {
      producers.get((round + 1) % 2).publishes(event);
    } else {
      Api api = node(round + 1).api();
      api.post("/events").as(world.tokens().publisher()).json(event.json()).send().is(202);
    }
    return event;
  }

  private void receives(Event event) {
    expected.add(event.messageId().toString());
    inbox.receives(event.messageId());
    control.receives(event.messageId());
  }

  /** An event that was delivered nevertheless is found at the end. */
  private void misses(Event event) {
    control.receives(event.messageId());
  }

  private static List<String> arrived(Inbox inbox) {
    return inbox.receipts().stream().map(Receipt::id).toList();
  }

  private static Product node(int round) {
    return world.nodes().get(round % 2);
  }
}
