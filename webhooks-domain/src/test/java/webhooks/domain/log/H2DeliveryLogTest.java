package webhooks.domain.log;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.domain.database.OpenDatabase;
import webhooks.domain.database.TestDatabase;

/** The log on the embedded database. */
class H2DeliveryLogTest extends DeliveryLogContract {
  @RegisterExtension static final OpenDatabase DATABASE = OpenDatabase.h2();

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
