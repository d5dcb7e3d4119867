package webhooks.domain.log;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.domain.database.OpenDatabase;
import webhooks.domain.database.TestDatabase;

/** The log on PostgreSQL. */
class PostgresDeliveryLogTest extends DeliveryLogContract {
  @RegisterExtension static final OpenDatabase DATABASE = OpenDatabase.postgres();

  @Override
  TestDatabase database() {
    return DATABASE.get();
  }

  @Nested
  class OfStatistics extends StatisticsContract {
    @Override
    TestDatabase database() {
      return DATABASE.get();
    }
  }
}
