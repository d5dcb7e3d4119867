package webhooks.domain.audit;

import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.domain.database.OpenDatabase;
import webhooks.domain.database.TestDatabase;

/** The audit trail on the embedded database. */
class H2AuditTest extends AuditContract {
  @RegisterExtension static final OpenDatabase DATABASE = OpenDatabase.h2();

  @Override
  TestDatabase database() {
    return DATABASE.get();
  }
}
