package webhooks.it.resilience.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import webhooks.it.harness.Command;
import webhooks.it.harness.Event;
import webhooks.it.harness.Places;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.database.Database;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.HighAvailability;
import webhooks.it.harness.server.Product;

/** Restores the database under two running nodes: they forget what it has forgotten. */
@HighAvailability
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestoreIT {
  /** Leaves out what the tests' server does not know, which may be older than the tools. */
  private static final String RESTORE =
      "{ echo 'drop schema public cascade; create schema public;';"
          + " pg_restore --no-owner --file=- webhooks.dump | sed '/^SET transaction_timeout/d'; }"
          + " | psql --quiet --single-transaction --set=ON_ERROR_STOP=1";

  private final Path copies = Places.freshDirectory("restored-copies");
  private final TestEnvironment environment =
      TestEnvironment.ofNodes(
          "restored",
          new Artemis("restored-broker").start(),
          Product.named("restored-1"),
          Product.named("restored-2"));
  private Application application;

  @BeforeAll
  void start() {
    environment.start();
    application = environment.application();
  }

  @AfterAll
  void stop() {
    environment.close();
  }

  @Test
  void nodesServeTheWebhooksOfTheRestoredDatabase() {
    Inbox kept = environment.receiver().inbox();
    Inbox forgotten = environment.receiver().inbox();
    Registered webhook = application.register(kept);
    // So both nodes have it.
    publishAtEachNode().forEach(kept::awaitEvent);
    run("pg_dump --format=custom --file=webhooks.dump");
    application.deactivate(webhook);
    application.register(forgotten);
    publishAtEachNode().forEach(forgotten::awaitEvent);

    String epoch = epoch();
    run(RESTORE);
    // As many changes as were forgotten, and one more.
    for (int i = 0; i < 4; i++) {
      application.register(environment.receiver().inbox());
    }
    List<UUID> after = publishAtEachNode();

    assertThat(epoch()).isNotEqualTo(epoch);
    after.forEach(kept::awaitEvent);
    assertThat(forgotten.receipts()).hasSize(2);
  }

  private String epoch() {
    return environment.database().execute("select epoch from webhook_epoch").get(0);
  }

  private List<UUID> publishAtEachNode() {
    List<UUID> published = new ArrayList<>();
    for (Product node : environment.nodes()) {
      Event event = Event.ofAccount(application.account());
      Api api = node.api();
      api.post("/events").as(environment.tokens().publisher()).json(event.json()).send().is(202);
      published.add(event.messageId());
    }
    return published;
  }

  /** Runs tools of PostgreSQL on the nodes' database. */
  private void run(String commands) {
    String name = environment.database().url().replaceAll(".*/([^/?]+)(\\?.*)?", "$1");
    Command.output(
        "restore",
        copies,
        List.of("bash", "-euo", "pipefail", "-c", commands),
        Map.of(
            "PGHOST",
            "127.0.0.1",
            "PGPORT",
            Integer.toString(Postgres.shared().port()),
            "PGUSER",
            Database.USER,
            "PGDATABASE",
            name));
  }
}
