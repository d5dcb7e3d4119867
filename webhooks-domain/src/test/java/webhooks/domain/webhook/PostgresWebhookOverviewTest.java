package webhooks.domain.webhook;

import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.domain.database.OpenDatabase;
import webhooks.domain.database.TestDatabase;

/** The overview on PostgreSQL. */
class PostgresWebhookOverviewTest extends WebhookOverviewContract {
  @RegisterExtension static final OpenDatabase DATABASE = OpenDatabase.postgres();

  @Override
  TestDatabase database() {
    return DATABASE.get();
  }
}
