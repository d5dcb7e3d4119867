package webhooks.it.packaging.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import webhooks.it.harness.Event;
import webhooks.it.harness.Places;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.broker.OwnBroker;
import webhooks.it.harness.cluster.PatroniCluster;
import webhooks.it.harness.database.Database;
import webhooks.it.harness.environment.Administration;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.HighAvailability;
import webhooks.it.harness.server.Product;

/** Runs the commands of docs/backup.md for PostgreSQL. */
@HighAvailability
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DatabaseBackupIT {
  private static final String ORIGINAL = "original";

  private final Path copies = Places.freshDirectory("database-copies");
  private BackupPage page;
  private PatroniCluster cluster;
  private TestEnvironment environment;
  private Product product;
  private Application application;
  private Inbox inbox;
  private Application.Registered webhook;

  @BeforeAll
  void start() throws Exception {
    page = new BackupPage(DatabaseBackupIT.class);
    assertThat(page.size()).isEqualTo(3);
    cluster = new PatroniCluster("backup-postgres");
    product = Product.named("backup-node");
    environment = TestEnvironment.on(cluster.create(ORIGINAL), new OwnBroker(), product);
    environment.start();
    application = environment.application();
    inbox = environment.receiver().inbox();
    webhook = application.register(inbox);
  }

  @AfterAll
  void stop() {
    if (environment != null) {
      environment.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void restoredDatabaseHasWebhooksAndTheirHistory() throws Exception {
    UUID before = publish();
    inbox.awaitEvent(before);
    await().until(() -> succeeded(ORIGINAL).contains(before.toString()));

    page.run(0, variables(ORIGINAL), copies);
    stopNode();
    create("restored");
    page.run(1, variables("restored"), copies);
    use("restored");
    environment.start();

    assertThat(succeeded("restored")).containsExactly(before.toString());
    inbox.awaitEvent(publish()).assertSignedWith(webhook.secret());
    assertThat(inbox.receipts(before)).hasSize(1);
  }

  @Test
  @Order(2)
  void withoutTheKeyPermissionsBlocksAndAuditTrailAreSaved() throws Exception {
    UUID iTwin = application.createMaintainedITwin();
    String block = "/admin/blocks/client/blocked";
    environment.api().put(block).as(environment.tokens().administrator()).send().is(204);
    stopNode();

    create("new");
    use("new");
    product.with("webhooks.encryption.key", Secrets.random());
    environment.start();
    product.stop();
    Map<String, String> variables = new HashMap<>(variables("new"));
    variables.put("OLD", "restored");
    page.run(2, variables, copies);
    environment.start();

    Administration administration = new Administration(environment);
    assertThat(administration.all("/admin/blocks", "blocks"))
        .extracting(each -> each.getString("id"))
        .containsExactly("blocked");
    assertThat(administration.all("/admin/audit?webhookId=" + webhook.id(), "acts")).isNotEmpty();
    Inbox other = environment.receiver().inbox();
    application.register(other, iTwin);
    Event event = Event.ofITwin(iTwin);
    environment.producer().publish(event);
    other.awaitEvent(event.messageId());
  }

  private void stopNode() {
    environment.closeProducer();
    product.stop();
  }

  private UUID publish() {
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    return event.messageId();
  }

  private Set<String> succeeded(String database) {
    return new Database(url(database)).succeeded(webhook.id());
  }

  private void create(String database) {
    environment.database().execute("create database \"" + database + "\"");
  }

  /** Fails at once if the URL is wrong. The node would wait minutes for a database to answer. */
  private void use(String database) {
    assertThat(new Database(url(database)).execute("select current_database()"))
        .containsExactly(database);
    product.with("webhooks.db.url", url(database));
  }

  private String url(String database) {
    return environment.database().url().replaceFirst("/[^/?]*\\?", "/" + database + "?");
  }

  private Map<String, String> variables(String database) {
    return Map.of(
        "PGHOST",
        "127.0.0.1",
        "PGPORT",
        Integer.toString(cluster.first().port()),
        "PGUSER",
        Database.USER,
        "DATABASE",
        database);
  }
}
