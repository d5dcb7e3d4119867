package webhooks.delivery.intake;

import java.io.IOException;
import java.nio.file.Path;

class PostgresIntakeTest extends IntakeContract {
  @Override
  TestDatabase open(Path directory) throws IOException {
    return TestDatabase.postgres();
  }
}
