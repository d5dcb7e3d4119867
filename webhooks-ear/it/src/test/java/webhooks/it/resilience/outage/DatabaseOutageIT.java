package webhooks.it.resilience.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.broker.OwnBroker;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.Publishers;
import webhooks.it.harness.environment.RejectedEvents;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.Extent;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.selection.OnWildFly;
import webhooks.it.harness.server.Product;

/**
 * Tests an unavailable database: intake and a starting node wait for it. Events wait in the
 * product's own broker, also when the server ends.
 */
@OnPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DatabaseOutageIT {
  private static final Duration OUTAGE = Extent.of(Duration.ofSeconds(8), Duration.ofMinutes(2));
  private static final int BATCH = 20;

  /** The jar opens its port when it is ready. WildFly and Payara Server open theirs earlier. */
  private static final int NO_CONNECTION = 0;

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int WAITING = 600;
  private static final int REJECTED = 30;
  private static final int PUBLISHERS = 16;

  private final Postgres postgres = new Postgres("outage-postgres").start();
  private final TestEnvironment environment =
      TestEnvironment.onPostgres("outage", postgres, new OwnBroker());
  private final List<String> rejected = new ArrayList<>();
  private Application application;
  private Application.Registered webhook;
  private Inbox inbox;

  /** The ways in which the server ends. */
  private enum End {
    SIGTERM(Product::stop),
    RELOAD(Product::reload),
    KILL(Product::kill9);

    private final Consumer<Product> act;

    End(Consumer<Product> act) {
      this.act = act;
    }
  }

  /** The ways in which the database goes. */
  private enum Outage {
    STOP(Postgres::stop, Postgres::start),

    /** Its sessions stay open and get no answer. */
    PAUSE(Postgres::pause, Postgres::resume);

    private final Consumer<Postgres> begin;
    private final Consumer<Postgres> end;

    Outage(Consumer<Postgres> begin, Consumer<Postgres> end) {
      this.begin = begin;
      this.end = end;
    }
  }

  @BeforeAll
  void start() {
    environment.start();
    application = environment.application();
    inbox = environment.receiver().inbox();
    webhook = application.register(inbox);
  }

  @AfterAll
  void stop() {
    environment.close();
    postgres.close();
  }

  @Test
  @Order(1)
  void intakeWaitsForTheDatabaseAndThenDeliversEverything() {
    List<Event> events = new ArrayList<>(publishBatch());
    Events.awaitAll(events, inbox, LIMIT);

    postgres.stop();
    Instant end = Instant.now().plus(OUTAGE);
    // Publishes events at a steady rate during the outage.
    await()
        .atMost(OUTAGE.plus(LIMIT))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              events.addAll(publishBatch());
              return Instant.now().isAfter(end);
            });
    Instant asked = Instant.now();
    application.get(webhook).isError(503, "ServiceUnavailable");
    Progress.say("outage: 503 after %d ms", Duration.between(asked, Instant.now()).toMillis());
    postgres.start();
    Instant back = Instant.now();
    Events.awaitAll(events, inbox, LIMIT);

    Progress.say(
        "outage of %s: published %d, received %d, distinct %d, all %.1f s after the return",
        OUTAGE,
        events.size(),
        inbox.receipts().size(),
        inbox.distinct(),
        Duration.between(back, Instant.now()).toMillis() / 1000.0);
    // The broker puts its dead letters there too.
    assertThat(rejectedEvents()).isEmpty();
    application.get(webhook).is(200);
  }

  @Order(1)
  @ParameterizedTest
  @EnumSource
  void publishersAreAnsweredWhenTheDatabaseGoes(Outage outage) {
    try (Publishers publishers = new Publishers(environment, application.account(), PUBLISHERS)) {
      publishers.awaitMore(202, 10 * PUBLISHERS);
      outage.begin.accept(postgres);
      try {
        publishers.awaitMore(503, PUBLISHERS);
      } finally {
        outage.end.accept(postgres);
      }
      publishers.awaitMore(202, 10 * PUBLISHERS);

      List<Event> accepted = publishers.end();

      assertThat(publishers.statuses()).containsOnly(202, 503);
      Events.awaitAll(accepted, inbox, LIMIT);
    }
  }

  /** The other servers can only restart. */
  @Order(2)
  @OnWildFly
  @Test
  void reloadLosesNoEvent() {
    losesNoEvent(End.RELOAD);
  }

  @Order(2)
  @ParameterizedTest
  @EnumSource(names = {"SIGTERM", "KILL"})
  void losesNoEvent(End end) {
    List<String> texts =
        Stream.generate(() -> "no JSON " + UUID.randomUUID()).limit(REJECTED).toList();
    environment.producer().publishTexts(texts);
    rejected.addAll(texts);
    awaitRejected();
    postgres.stop();
    List<Event> waiting = Events.ofAccount(application.account(), WAITING);
    environment.producer().publish(waiting);
    environment.closeProducer();

    end.act.accept(environment.product());
    int logged = environment.product().log().length();
    CompletableFuture<TestEnvironment> started = CompletableFuture.supplyAsync(environment::start);
    awaitWaiting(logged, 1);
    assertThat(statusOfCall()).isIn(NO_CONNECTION, 404, 503);
    postgres.start();
    started.join();
    assertThat(environment.product().log().substring(logged)).doesNotContain("SEVERE", "\tat ");

    Events.awaitAll(waiting, inbox, LIMIT);
    awaitRejected();
    Progress.say(
        "%s by %s: %d of %d waiting events delivered, %d of %d rejected events kept",
        environment.product().name(),
        end,
        waiting.stream().filter(event -> !inbox.receipts(event.messageId()).isEmpty()).count(),
        waiting.size(),
        rejectedEvents().size(),
        rejected.size());
  }

  @Order(3)
  @Test
  void waitingNodeStopsOnSigterm() {
    environment.closeProducer();
    environment.product().stop();
    postgres.stop();
    int logged = environment.product().log().length();
    CompletableFuture<TestEnvironment> started = CompletableFuture.supplyAsync(environment::start);
    awaitWaiting(logged, 2);

    // Fails if the node does not end in time: it waits longer than that for its database.
    environment.product().stop();

    assertThat(started).failsWithin(LIMIT);
  }

  /**
   * Waits until the log has this many lines after the position that say what the node waits for.
   */
  private void awaitWaiting(int logged, int times) {
    await("the node to say that it waits")
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                environment
                        .product()
                        .log()
                        .substring(logged)
                        .split("Waiting for the database, for ")
                        .length
                    > times);
  }

  private int statusOfCall() {
    try {
      return environment.api().get("/webhooks/none").statusOfServer();
    } catch (UncheckedIOException e) {
      return NO_CONNECTION;
    }
  }

  private List<Event> publishBatch() {
    List<Event> events = Events.ofAccount(application.account(), BATCH);
    environment.producer().publish(events);
    return events;
  }

  private void awaitRejected() {
    await(rejected.size() + " rejected events")
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(rejectedEvents()).containsExactlyInAnyOrderElementsOf(rejected));
  }

  private List<String> rejectedEvents() {
    return new RejectedEvents(environment)
        .all().stream().map(one -> one.getString("body")).toList();
  }
}
