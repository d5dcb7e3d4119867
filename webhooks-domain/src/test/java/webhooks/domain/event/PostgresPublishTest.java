package webhooks.domain.event;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import webhooks.domain.database.TestDatabase;

/** Publishing by requests on PostgreSQL. */
class PostgresPublishTest extends PublishContract {
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
