package webhooks.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.domain.database.OpenDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.event.Accepted;

/** The queue on PostgreSQL, with several nodes. */
class PostgresQueueTest extends QueueContract {
  @RegisterExtension static final OpenDatabase DATABASE = OpenDatabase.postgres();

  @Override
  TestDatabase database() {
    return DATABASE.get();
  }

  @Override
  int claimers() {
    return 2;
  }

  @Test
  void sameEventAtTheSameMomentIsOneEvent() throws Exception {
    List<UUID> ids = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Callable<Accepted> accept =
        () -> new QueueFixture(DATABASE.get(), QueueFixture.LONG).accept(ids, Slots.NONE);

    int duplicates = 0;
    for (Future<Accepted> one : threads.invokeAll(Collections.nCopies(8, accept))) {
      duplicates += one.get().duplicates();
    }
    threads.shutdownNow();

    assertThat(duplicates).isEqualTo(21);
    assertThat(DATABASE.get().count("select count(*) from event")).isEqualTo(3);
    assertThat(DATABASE.get().count("select count(*) from delivery")).isEqualTo(3);
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
