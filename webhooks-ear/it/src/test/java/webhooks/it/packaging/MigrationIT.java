package webhooks.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import webhooks.it.harness.Progress;
import webhooks.it.harness.database.Database;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.selection.NeedsServers;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPayara;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.selection.OnWildFly;
import webhooks.it.harness.server.Micro;
import webhooks.it.harness.server.Product;
import webhooks.it.harness.server.RefusedStart;

/** A database administrator migrates the tables; the node's user has no right on the schema. */
@OnPostgres
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MigrationIT {
  private static final String MIGRATE = "webhooks.db.migrate";
  private static final String USER = "node_that_does_not_migrate";

  private static TestEnvironment environment;

  @BeforeAll
  static void prepare() {
    environment = TestEnvironment.named("migration");
    environment
        .database()
        .execute(
            "create role " + USER + " login",
            "grant usage on schema public to " + USER,
            "revoke create on schema public from public",
            "alter default privileges in schema public"
                + " grant select, insert, update, delete on tables to "
                + USER);
    environment.product().with("webhooks.db.user", USER).with(MIGRATE, "false");
  }

  @AfterAll
  static void drop() {
    environment.close();
    environment.database().execute("drop owned by " + USER, "drop role " + USER);
  }

  /**
   * In every build {@code MigrationModeTest} tests what is refused, and {@code RestartIT} a start
   * that the settings do not allow.
   */
  @NeedsServers
  @OnMicro
  @Test
  @Order(1)
  void jarIsRefusedBeforeTheMigration() {
    assertNodeIsRefused();
  }

  @OnPayara
  @OnWildFly
  @Test
  @Order(1)
  void serverIsRefusedBeforeTheMigration() {
    assertNodeIsRefused();
  }

  private static void assertNodeIsRefused() {
    Product node = environment.product();

    Set<Integer> statuses = RefusedStart.statuses(node);

    Progress.say("%s: a refused start answered %s", node.name(), statuses);
    assertThat(node.log())
        .containsPattern(
            "Setting webhooks\\.db\\.migrate must be true, or only for one start: the tables lack"
                + " \\d+ migrations\\.");
    assertThat(statuses).isSubsetOf(RefusedStart.NO_CONNECTION, 503);
    node.stop();
  }

  /**
   * The administrator has the jar and the database's settings, the login in files, but no
   * encryption key.
   */
  @Test
  @Order(2)
  void administratorsProcessMigratesAndEnds(@TempDir Path files) throws IOException {
    Database database = environment.database();
    try (Micro administrator = new Micro("migration-administrator")) {
      administrator
          .with("webhooks.db.url", database.url())
          .with("webhooks.db.user.file", file(files.resolve("user"), Database.USER))
          .with("webhooks.db.password.file", file(files.resolve("password"), Database.PASSWORD))
          .with(MIGRATE, "only");

      Set<Integer> statuses = RefusedStart.statuses(administrator);

      assertThat(statuses).containsExactly(RefusedStart.NO_CONNECTION);
      assertThat(administrator.log()).contains(" has migrated the database");
      assertThat(administrator.exitCode()).isZero();
    }
  }

  private static String file(Path file, String text) throws IOException {
    return Files.writeString(file, text + "\n").toString();
  }

  @Test
  @Order(3)
  void nodeWorksOnMigratedTables() {
    environment.start();

    environment.assertDelivers();
  }
}
