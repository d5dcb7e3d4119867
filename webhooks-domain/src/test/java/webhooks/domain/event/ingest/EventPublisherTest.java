package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.PublishEvents;
import webhooks.domain.node.RunningNode;
import webhooks.domain.settings.TestSettings;

class EventPublisherTest {
  private static final Caller PUBLISHER = Callers.application("publisher");

  private static final byte[] SMALL =
      "{\"eventType\":\"iModels.changesReady.v1\",\"accountId\":\"a\",\"content\":{}}"
          .getBytes(StandardCharsets.UTF_8);

  private final EventReader reader =
      new EventReader(new EventTypes(TestSettings.with()), Clock.systemUTC());

  private EventPublisher publisher(EventIngest events) {
    return new EventPublisher(events, reader, new RunningNode());
  }

  @ParameterizedTest
  @CsvSource({"40P01, 5", "40001, 5", "23505, 5", "HYT00, 5", "08006, 1", "22021, 1", "53300, 1"})
  void retriesConcurrencyConflictsOnly(String state, int tries) {
    AtomicInteger tried = new AtomicInteger();
    EventIngest failing =
        new EventIngest() {
          @Override
          public IngestResult publish(PublishEvents request) {
            tried.incrementAndGet();
            throw new DatabaseFailure(new SQLException("injected", state));
          }
        };

    assertThatThrownBy(() -> publisher(failing).publish(PUBLISHER, SMALL, Optional.empty()))
        .isInstanceOf(DatabaseFailure.class);

    assertThat(tried).hasValue(tries);
  }
}
