package webhooks.domain.event;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.domain.database.OpenDatabase;
import webhooks.domain.database.TestDatabase;

/** The directory kept by events on PostgreSQL. */
class PostgresDirectoryTest extends DirectoryContract {
  @RegisterExtension static final OpenDatabase DATABASE = OpenDatabase.postgres();

  @Override
  TestDatabase database() {
    return DATABASE.get();
  }

  @Nested
  class OfAccounts extends AccountDirectoryContract {
    @Override
    TestDatabase database() {
      return DATABASE.get();
    }
  }
}
