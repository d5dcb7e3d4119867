package webhooks.domain.retention;

import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.domain.database.OpenDatabase;
import webhooks.domain.database.TestDatabase;

/** Retention on the embedded database. */
class H2RetentionTest extends RetentionContract {
  @RegisterExtension static final OpenDatabase DATABASE = OpenDatabase.h2();

  @Override
  TestDatabase database() {
    return DATABASE.get();
  }
}
