package webhooks.domain.event;

import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.domain.database.OpenDatabase;
import webhooks.domain.database.TestDatabase;

/** Publishing by requests on PostgreSQL. */
class PostgresPublishTest extends PublishContract {
  @RegisterExtension static final OpenDatabase DATABASE = OpenDatabase.postgres();

  @Override
  TestDatabase database() {
    return DATABASE.get();
  }
}
