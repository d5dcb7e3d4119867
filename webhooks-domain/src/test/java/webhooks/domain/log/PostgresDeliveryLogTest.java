package webhooks.domain.log;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import webhooks.domain.database.TestDatabase;

/** The log on PostgreSQL. */
class PostgresDeliveryLogTest extends DeliveryLogContract {
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

  @Nested
  class OfStatistics extends StatisticsContract {
    @Override
    TestDatabase database() {
      return database;
    }
  }
}
