package webhooks.domain.webhook;

import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.domain.database.OpenDatabase;
import webhooks.domain.database.TestDatabase;

/** The overview on the embedded database. */
class H2WebhookOverviewTest extends WebhookOverviewContract {
  @RegisterExtension static final OpenDatabase DATABASE = OpenDatabase.h2();

  @Override
  TestDatabase database() {
    return DATABASE.get();
  }
}
