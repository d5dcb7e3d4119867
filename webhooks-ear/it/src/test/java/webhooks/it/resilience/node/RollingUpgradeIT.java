package webhooks.it.resilience.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.broker.Load;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.Subscriber;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.NeedsServers;
import webhooks.it.harness.server.Micro;
import webhooks.it.harness.server.Product;

/**
 * Replaces nodes of the previous version by nodes of this one on the same database and broker.
 *
 * <p>The first new node has migrations that the next version may have, beside its own. The second
 * one does not know them, as a node that goes back to the version before.
 */
@NeedsServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RollingUpgradeIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration PACE = Duration.ofMillis(100);
  private static final int BATCH = 10;
  private static final int RETRIED = 100;

  private static final int BACKLOG = 1000;

  /** Longer than the time-out. */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final Artemis artemis = new Artemis("upgrade-broker").start();
  private final List<Product> old = List.of(Micro.previous("old-1"), Micro.previous("old-2"));
  private final TestEnvironment environment =
      TestEnvironment.ofNodes("upgrade", artemis, old.toArray(Product[]::new));

  @BeforeAll
  void start() {
    old.forEach(RollingUpgradeIT::set);
    environment.start();
  }

  @AfterAll
  void stop() {
    environment.close();
  }

  @Test
  void upgradeLosesNothingAndAnswersNoError() {
    Subscriber failing = Subscriber.named("failing so far", environment);
    failing.inbox.respondWith(500);
    failing.publish(RETRIED);
    Subscriber silent = Subscriber.named("silent so far", environment);
    silent.inbox.delayBy(SILENCE);
    silent.publish(BACKLOG);
    Subscriber live = Subscriber.named("live", environment);
    Subscriber optional = Subscriber.named("with options", environment);
    await("first attempts").atMost(LIMIT).until(() -> failing.inbox.distinct() == RETRIED);

    try (Load load =
            new Load(artemis, PACE, () -> Events.ofAccount(live.application.account(), BATCH));
        Rotation rotation = new Rotation(environment.application(), live.inbox, old)) {
      Product first = withMoreMigrations(new Micro("new-1"));
      replace(old.get(0), first, rotation);
      optional.setOptions(first).isError(503, "ServiceUnavailable");
      assertThat(environment.database().execute("select id from next_version")).isEmpty();
      live.awaitProgress();
      replace(old.get(1), Product.named("new-2"), rotation);
      optional.setOptions(first).is(200);
      optional.publish(BACKLOG);
      live.awaitProgress();
      live.events.addAll(load.end());
      List<String> errors = rotation.end();
      Progress.say("rolling upgrade: %d calls, errors %s", rotation.calls(), errors);
      assertThat(errors).isEmpty();
      assertThat(rotation.calls()).isPositive();
    }
    assertThat(failing.delivered()).isEmpty();
    assertThat(silent.delivered()).isEmpty();
    failing.inbox.respondWith(204);
    silent.inbox.delayBy(Duration.ZERO);

    List.of(failing, silent, live, optional).forEach(Subscriber::awaitAll);
    assertThat(optional.inbox.receipts())
        .allSatisfy(receipt -> assertThat(receipt.header("X-Key")).isEqualTo("k-1"));
  }

  /** Starts a node, then stops the old one. */
  private void replace(Product node, Product successor, Rotation rotation) {
    set(environment.addNode(successor)).start();
    rotation.add(successor);
    rotation.remove(node);
    node.stop();
  }

  /** Webhooks.jar finds migrations on Java's class path too. */
  private static Product withMoreMigrations(Product node) {
    return node.withJava("-Xbootclasspath/a:" + Path.of("src/test/upgrade").toAbsolutePath());
  }

  private static Product set(Product node) {
    return node.with("webhooks.delivery.timeout", "PT20S")
        .with("webhooks.delivery.retry-schedule", "PT5S,".repeat(100) + "PT5S");
  }

  /** The webhooks and the events that were sent to them. */
  private record Subscriber(
      String name,
      TestEnvironment environment,
      Application application,
      Inbox inbox,
      Registered webhook,
      List<Event> events) {

    static Subscriber named(String name, TestEnvironment environment) {
      Application application = environment.application();
      Inbox inbox = environment.receiver().inbox();
      Registered webhook = application.register(inbox);
      return new Subscriber(name, environment, application, inbox, webhook, new ArrayList<>());
    }

    void publish(int count) {
      events.addAll(Events.ofAccount(application.account(), count));
      environment.producer().publish(events);
    }

    /** Sets a header. A node of the version before would send requests without it. */
    Answer setOptions(Product node) {
      return application
          .at(node)
          .patchOptions(webhook, "{'headers': [{'name': 'X-Key', 'value': 'k-1'}]}");
    }

    void awaitProgress() {
      int before = inbox.distinct();
      await("deliveries").atMost(LIMIT).until(() -> inbox.distinct() > before + 10 * BATCH);
    }

    /** Returns the ids of the events that are recorded as delivered. */
    Set<String> delivered() {
      return environment.database().succeeded(webhook.id());
    }

    /** Waits until every event is recorded as delivered. */
    void awaitAll() {
      Set<String> all =
          events.stream().map(event -> event.messageId().toString()).collect(Collectors.toSet());
      await(name).atMost(LIMIT).untilAsserted(() -> assertThat(delivered()).isEqualTo(all));
      Progress.say(
          "%s: published %d, recorded as delivered %d, arrived %d times, %d different",
          name, all.size(), all.size(), inbox.receipts().size(), inbox.distinct());
      assertThat(inbox.byId().keySet()).isEqualTo(all);
    }
  }
}
