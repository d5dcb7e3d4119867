package webhooks.domain.retention;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import webhooks.domain.database.TestDatabase;

/** Retention on PostgreSQL. */
class PostgresRetentionTest extends RetentionContract {
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
