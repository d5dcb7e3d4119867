package webhooks.domain.operational;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.id.Ids;
import webhooks.domain.operational.OperationalEventOutbox.Waiting;

/** The operational events that wait for the broker are limited in age and number. */
@OnEveryDatabase
class OperationalEventOutboxTest {
  private static final String INSERT =
      "insert into operational_event (id, event_type, content, created, ingested)"
          + " values (?, 'x', '{}', current_timestamp - interval '%d' minute, %b)";
  private static final int SEVEN_DAYS = 7 * 24 * 60;

  private final TestDatabase database;
  private final OperationalEventOutbox outbox;

  OperationalEventOutboxTest(TestDatabase database) {
    this.database = database;
    this.outbox = new OperationalEventOutbox(database.database(), 3);
  }

  @BeforeEach
  void clear() {
    database.clear();
  }

  @Test
  void eventsAreDroppedAfterSevenDays() {
    UUID old = insert(SEVEN_DAYS + 1, true);
    UUID notStored = insert(SEVEN_DAYS + 1, false);
    UUID young = insert(SEVEN_DAYS - 1, true);

    assertThat(drop()).isEqualTo(new Waiting(1, 1, false));

    assertThat(ids()).containsExactlyInAnyOrder(notStored, young).doesNotContain(old);
  }

  @Test
  void oldestEventsAreDroppedIfTooManyWait() {
    List<UUID> events = Stream.generate(() -> insert(1, true)).limit(5).toList();
    UUID notStored = insert(1, false);

    assertThat(drop()).isEqualTo(new Waiting(3, 2, false));
    assertThat(drop()).isEqualTo(new Waiting(3, 0, false));

    assertThat(ids())
        .containsExactlyInAnyOrder(events.get(2), events.get(3), events.get(4), notStored);
  }

  @Test
  void manyEventsAreDroppedInSteps() {
    database.executeAll(
        INSERT.formatted(1, true),
        Stream.generate(() -> new Object[] {Ids.next()}).limit(1005).toList());

    assertThat(drop()).isEqualTo(new Waiting(3, 1000, true));
    assertThat(drop()).isEqualTo(new Waiting(3, 2, false));
  }

  private Waiting drop() {
    return database.inTransaction(outbox::drop);
  }

  private Set<UUID> ids() {
    return database.ids("select id from operational_event");
  }

  private UUID insert(int minutes, boolean ingested) {
    UUID id = Ids.next();
    database.execute(INSERT.formatted(minutes, ingested), id);
    return id;
  }
}
