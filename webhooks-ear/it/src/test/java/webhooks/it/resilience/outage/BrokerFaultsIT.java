package webhooks.it.resilience.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import webhooks.it.harness.Event;
import webhooks.it.harness.Places;
import webhooks.it.harness.Progress;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.broker.Load;
import webhooks.it.harness.broker.Producer;
import webhooks.it.harness.database.TcpRelay;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.Subscriber;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.server.Product;

/** A broker that does not answer when a node starts, and a broker whose disk is full. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@OnMicro
@OnPostgres
class BrokerFaultsIT {
  /** The space that other processes may use or free during the test. */
  private static final long MARGIN = 512L << 20;

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration STANDSTILL = Duration.ofSeconds(3);

  private final Path filling = Places.freshDirectory("full-disk-filling").resolve("filling");
  private Artemis broker;
  private TcpRelay relay;
  private TestEnvironment environment;

  @BeforeAll
  void start() throws IOException {
    long free = Files.getFileStore(filling.getParent()).getUsableSpace();
    broker = new Artemis("faulty-broker").requireFreeDisk(free - MARGIN).start();
    relay = new TcpRelay(broker.port());
    environment = TestEnvironment.ofNodes("broker-faults", broker, Product.named("broker-faults"));
    environment.product().with("webhooks.jms.url", "tcp://127.0.0.1:" + relay.port());
    // The broker's port accepts connections but never answers, which is worse than no broker.
    relay.cut();
    environment.start();
  }

  @AfterAll
  void stop() throws IOException {
    Files.deleteIfExists(filling);
    environment.close();
    relay.close();
  }

  @Test
  @Order(1)
  void nodeStartsWithoutBrokerAndReportsIt() {
    Subscriber subscriber = Subscriber.healthy(environment, environment.receiver().inbox());
    Event event = subscriber.event();
    environment.producer().publish(event);
    await("the node to report its missing broker")
        .atMost(LIMIT)
        .until(
            () ->
                environment.product().log().contains("Receiving events failed and is tried again"));
    assertThat(subscriber.inbox().distinct()).isZero();

    relay.restore();

    subscriber.inbox().awaitEvent(event.messageId());
  }

  @Test
  @Order(2)
  void publishersWaitAndAcceptedEventsAreDelivered() throws IOException {
    Subscriber subscriber = Subscriber.healthy(environment, environment.receiver().inbox());
    Inbox inbox = subscriber.inbox();
    List<Event> events;
    try (Load load =
        new Load(
            broker,
            Duration.ofMillis(20),
            () -> Events.ofAccount(subscriber.application().account(), 10))) {
      await("deliveries").atMost(LIMIT).until(() -> inbox.distinct() > 500);

      int taken = fillAndCountAccepted(load, inbox);
      await("publishers to continue").atMost(LIMIT).until(() -> load.count() > taken + 500);
      events = load.end();
      Progress.say("disk of the broker full: %d taken, %d in the end", taken, events.size());
    }
    Events.awaitAll(events, inbox, LIMIT);
    assertThat(inbox.byId().values()).allSatisfy(all -> assertThat(all).hasSize(1));
    assertThat(environment.producer().browse(Producer.INVALID)).isEmpty();
  }

  /** Fills the disk for a while. Returns the number of events that the broker accepted before. */
  private int fillAndCountAccepted(Load load, Inbox inbox) throws IOException {
    try {
      fillDisk();
      // A slow disk delays publishers too.
      await("the broker's warning")
          .atMost(LIMIT)
          .until(() -> broker.log().contains("Disk Full! Blocking message production"));
      await("publishers to be blocked").atMost(LIMIT).until(() -> isBlocked(load));
      int taken = load.count();
      await("all accepted events").atMost(LIMIT).until(() -> inbox.distinct() >= taken);
      return taken;
    } finally {
      // Otherwise the publisher would wait forever.
      Files.delete(filling);
    }
  }

  private void fillDisk() throws IOException {
    byte[] block = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(filling)) {
      for (long written = 0; written < 2 * MARGIN; written += block.length) {
        out.write(block);
      }
    }
  }

  /** Returns whether the broker accepts no event for a while. */
  private static boolean isBlocked(Load load) {
    int before = load.count();
    try {
      await().atMost(STANDSTILL).until(() -> load.count() > before);
      return false;
    } catch (ConditionTimeoutException e) {
      return true;
    }
  }
}
