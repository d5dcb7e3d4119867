package webhooks.delivery.intake;

import java.nio.file.Path;
import webhooks.domain.database.TestDatabase;

class H2IntakeTest extends IntakeContract {
  @Override
  TestDatabase open(Path directory) {
    return TestDatabase.h2();
  }
}
