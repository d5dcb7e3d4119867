package webhooks.domain.webhook;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import webhooks.domain.database.TestDatabase;

/** The overview on the embedded database. */
class H2WebhookOverviewTest extends WebhookOverviewContract {
  @TempDir static Path directory;
  private static TestDatabase database;

  @BeforeAll
  static void open() {
    database = TestDatabase.h2(directory);
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @Override
  TestDatabase database() {
    return database;
  }
}
