package webhooks.it.resilience.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.broker.OwnBroker;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.environment.Administration;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.selection.OnWildFly;
import webhooks.it.harness.server.Product;

/** Waiting events and rejected events in the product's broker survive the end of the server. */
@OnPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaitingEventsIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int WAITING = 600;
  private static final int REJECTED = 30;

  private final Postgres postgres = new Postgres("waiting-postgres").start();
  private final TestEnvironment environment =
      TestEnvironment.onPostgres("waiting", postgres, new OwnBroker());
  private final List<String> rejected = new ArrayList<>();
  private Application application;
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

  @BeforeAll
  void start() {
    environment.start();
    application = environment.application();
    inbox = environment.receiver().inbox();
    application.register(inbox);
  }

  @AfterAll
  void stop() {
    environment.close();
    postgres.close();
  }

  /** The other servers can only restart. */
  @OnWildFly
  @Test
  void reloadLosesNoEvent() {
    losesNoEvent(End.RELOAD);
  }

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
    postgres.start();
    environment.start();

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

  private void awaitRejected() {
    await(rejected.size() + " rejected events")
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(rejectedEvents()).containsExactlyInAnyOrderElementsOf(rejected));
  }

  private List<String> rejectedEvents() {
    List<JsonObject> all =
        new Administration(environment).all("/admin/invalid-events?$top=100", "invalidEvents");
    return all.stream().map(one -> one.getString("body")).toList();
  }
}
