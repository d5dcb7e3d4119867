package webhooks.it.resilience.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static webhooks.it.resilience.outage.HealthChecks.DOWN;
import static webhooks.it.resilience.outage.HealthChecks.PATIENCE;
import static webhooks.it.resilience.outage.HealthChecks.UP;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.SmallDisk;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.broker.Load;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.RejectedEvents;
import webhooks.it.harness.environment.Subscriber;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPostgres;

/**
 * Tests a node and its health checks while the database or the broker hangs, stops or has a full
 * disk, and returns.
 */
@OnPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HealthIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration STANDSTILL = Duration.ofSeconds(3);
  private static final Map<String, String> ALL_UP = Map.of("database", UP, "broker", UP);
  private static final Map<String, String> WITHOUT_BROKER = Map.of("database", UP, "broker", DOWN);
  private static final Map<String, String> WITHOUT_DATABASE =
      Map.of("database", DOWN, "broker", UP);

  /** More than the request threads. */
  private static final int CALLERS = 100;

  /** In megabytes. The journal takes the rest. */
  private static final int DISK = 512;

  /** What the broker wants free on its disk, in megabytes. */
  private static final int MIN_FREE = 128;

  private final Postgres postgres = new Postgres("health-database").start();
  private final Artemis artemis = new Artemis("health-broker");
  private final TestEnvironment environment =
      TestEnvironment.onPostgres("health", postgres, artemis);
  private final HealthChecks health = new HealthChecks(environment.product());
  private ServerSocket hangingBroker;
  private SmallDisk disk;

  @BeforeAll
  void startWhileTheBrokerHangs() throws IOException {
    // Exactly one attempt for each delivery, however busy the machine is.
    environment.product().with("webhooks.delivery.timeout", "PT60S");
    hangingBroker = new ServerSocket(artemis.port(), 50, InetAddress.getLoopbackAddress());
    new Thread(this::acceptAndClose).start();
    environment.start();
  }

  @AfterAll
  void stop() throws IOException {
    hangingBroker.close();
    environment.close();
    if (disk != null) {
      disk.close();
    }
    postgres.close();
  }

  /**
   * The broker's port accepts connections but never answers, which is worse than no broker: the
   * client does not see that its connection was closed.
   */
  @Test
  @Order(1)
  void nodeStartsWithoutBrokerAndReportsIt() throws IOException {
    Subscriber subscriber = Subscriber.healthy(environment, environment.receiver().inbox());
    health.awaitReady(WITHOUT_BROKER);
    health.assertLiveAndStarted();
    await("the node to report its missing broker")
        .atMost(LIMIT)
        .until(
            () ->
                environment.product().log().contains("Receiving events failed and is tried again"));

    hangingBroker.close();
    artemis.start();
    Event event = subscriber.event();
    environment.producer().publish(event);

    subscriber.inbox().awaitEvent(event.messageId());
    health.awaitReady(ALL_UP);
  }

  @Test
  @Order(2)
  void isUpWithDatabaseAndBroker() {
    health.awaitReady(ALL_UP);
    health.assertLiveAndStarted();
  }

  @Test
  @Order(2)
  void isNotReadyWithoutTheDatabase() {
    health.awaitReady(ALL_UP);
    Instant begin = Instant.now();
    postgres.stop();
    try {
      // Intake waits for the database here, not for the broker.
      environment.producer().publish(Events.ofAccount(environment.application().account(), 20));

      health.awaitReady(WITHOUT_DATABASE);
      assertThat(health.startOfFailure("database")).isBetween(begin.minus(PATIENCE), Instant.now());
      health.assertLiveAndStarted();
    } finally {
      postgres.start();
    }
    health.awaitReady(ALL_UP);
  }

  @Test
  @Order(2)
  void answersInTimeWhileTheDatabaseHangs() {
    health.awaitReady(ALL_UP);
    Application application = environment.application();
    Application.Registered webhook = application.register(environment.receiver().inbox());
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    postgres.pause();
    try {
      for (int i = 0; i < CALLERS; i++) {
        callers.execute(() -> application.get(webhook));
      }

      health.awaitReady(WITHOUT_DATABASE);
      health.assertLive();
    } finally {
      postgres.resume();
      callers.shutdown();
    }
    health.awaitReady(ALL_UP);
  }

  @Test
  @Order(3)
  void isNotReadyWithoutTheBroker() {
    health.awaitReady(ALL_UP);
    Instant begin = Instant.now();
    environment.closeProducer();
    artemis.stop();
    try {
      health.awaitReady(WITHOUT_BROKER);
      assertThat(health.startOfFailure("broker")).isBetween(begin.minus(PATIENCE), Instant.now());
      health.assertLiveAndStarted();
    } finally {
      artemis.start();
    }
    health.awaitReady(ALL_UP);
  }

  @Test
  @Order(4)
  @OnMicro
  void publishersWaitWhileTheBrokersDiskIsFull() {
    environment.closeProducer();
    artemis.stop();
    disk = artemis.onSmallDisk(DISK, MIN_FREE);
    artemis.start();
    Subscriber subscriber = Subscriber.healthy(environment, environment.receiver().inbox());
    Inbox inbox = subscriber.inbox();
    List<Event> events;
    try (Load load =
        new Load(
            artemis,
            Duration.ofMillis(20),
            () -> Events.ofAccount(subscriber.application().account(), 10))) {
      await("deliveries").atMost(LIMIT).until(() -> inbox.distinct() > 500);

      int taken = fillAndCountAccepted(load, inbox);
      await("publishers to continue").atMost(LIMIT).until(() -> load.count() > taken + 500);
      events = load.end();
      Progress.say("disk of the broker full: %d taken, %d in the end", taken, events.size());
    }
    Events.awaitAll(events, inbox, LIMIT);
    assertThat(inbox.byId().values()).allSatisfy(receipts -> assertThat(receipts).hasSize(1));
    assertThat(new RejectedEvents(environment).all()).isEmpty();
  }

  private void acceptAndClose() {
    try {
      while (true) {
        hangingBroker.accept().close();
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  /** Fills the disk for a while. Returns the number of events that the broker accepted before. */
  private int fillAndCountAccepted(Load load, Inbox inbox) {
    try {
      disk.fill(MIN_FREE / 2);
      // A slow disk delays publishers too.
      await("the broker's warning")
          .atMost(LIMIT)
          .until(() -> artemis.log().contains("Disk Full! Blocking message production"));
      await("publishers to be blocked").atMost(LIMIT).until(() -> isBlocked(load));
      int taken = load.count();
      await("all accepted events").atMost(LIMIT).until(() -> inbox.distinct() >= taken);
      health.awaitReady(ALL_UP);
      return taken;
    } finally {
      // Otherwise the publisher would wait forever.
      disk.free();
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
