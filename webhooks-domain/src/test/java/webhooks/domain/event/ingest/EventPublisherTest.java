package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.queue.BacklogNotifier;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.PublishEvents;
import webhooks.domain.settings.TestSettings;

class EventPublisherTest {
  private static final byte[] SMALL =
      "{\"eventType\":\"iModels.changesReady.v1\",\"accountId\":\"a\",\"content\":{}}"
          .getBytes(StandardCharsets.UTF_8);

  private final EventReader reader =
      new EventReader(new EventTypes(TestSettings.with()), Clock.systemUTC());

  private EventPublisher publisher(EventIngest events) {
    return new EventPublisher(events, reader, new BacklogNotifier(), Duration.ZERO);
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

    assertThatThrownBy(() -> publisher(failing).publish(SMALL)).isInstanceOf(DatabaseFailure.class);

    assertThat(tried).hasValue(tries);
  }

  /** Publishes five requests of 8 MiB, each while the one before is being stored. */
  @Test
  void boundsTheBytesPublishedAtOnce() {
    byte[] large = " ".repeat(8 * 1024 * 1024).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(SMALL, 0, large, 0, SMALL.length);
    AtomicInteger depth = new AtomicInteger();
    EventPublisher[] publisher = new EventPublisher[1];
    EventIngest nested =
        new EventIngest() {
          @Override
          public IngestResult publish(PublishEvents request) {
            depth.incrementAndGet();
            publisher[0].publish(large);
            return new IngestResult(List.of(), Set.of(), Set.of(), 0);
          }
        };
    publisher[0] = publisher(nested);

    for (int times = 1; times <= 2; times++) {
      assertThatThrownBy(() -> publisher[0].publish(large))
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
      assertThat(depth).hasValue(4 * times);
    }
  }
}
