package webhooks.domain.delivery;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.domain.database.OpenDatabase;
import webhooks.domain.database.TestDatabase;

/** The queue on the embedded database. */
class H2QueueTest extends QueueContract {
  @RegisterExtension static final OpenDatabase DATABASE = OpenDatabase.h2();

  @Override
  TestDatabase database() {
    return DATABASE.get();
  }

  @Override
  int claimers() {
    return 1;
  }

  @Nested
  class OfFailureStreaks extends FailureStreakContract {
    @Override
    TestDatabase database() {
      return DATABASE.get();
    }
  }

  @Nested
  class OfThoseQueuedAnew extends QueuedAnewContract {
    @Override
    TestDatabase database() {
      return DATABASE.get();
    }
  }

  @Nested
  class OfEndedActivations extends EndedActivationContract {
    @Override
    TestDatabase database() {
      return DATABASE.get();
    }
  }

  @Nested
  class OfLargeBodies extends BodiesContract {
    @Override
    TestDatabase database() {
      return DATABASE.get();
    }
  }
}
