package webhooks.delivery.intake;

import java.nio.file.Path;

class H2IntakeTest extends IntakeContract {
  @Override
  TestDatabase open(Path directory) {
    return TestDatabase.h2(directory);
  }
}
