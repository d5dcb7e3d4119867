package webhooks.domain.audit;

import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.domain.database.OpenDatabase;
import webhooks.domain.database.TestDatabase;

/** The audit trail on PostgreSQL. */
class PostgresAuditTest extends AuditContract {
  @RegisterExtension static final OpenDatabase DATABASE = OpenDatabase.postgres();

  @Override
  TestDatabase database() {
    return DATABASE.get();
  }
}
