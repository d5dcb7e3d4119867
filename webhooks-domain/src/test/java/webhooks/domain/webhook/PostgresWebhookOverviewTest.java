package webhooks.domain.webhook;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import webhooks.domain.database.TestDatabase;

/** The overview on PostgreSQL. */
class PostgresWebhookOverviewTest extends WebhookOverviewContract {
  private static TestDatabase database;

  @BeforeAll
  static void start() {
    database = TestDatabase.postgres();
  }

  @AfterAll
  static void stop() throws Exception {
    database.close();
  }

  @Override
  TestDatabase database() {
    return database;
  }
}
