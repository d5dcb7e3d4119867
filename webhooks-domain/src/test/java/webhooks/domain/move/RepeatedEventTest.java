package webhooks.domain.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.id.IdSequence;
import webhooks.domain.id.Ids;
import webhooks.domain.settings.NodeSettings;
import webhooks.settings.command.MoveFailure;

/** A publisher may publish an event again at the target before the import has brought it. */
@OnEveryDatabase
class RepeatedEventTest {
  private static final String ACCOUNT = "account";

  private final Installation source;
  private final Installation target;
  private SourceAccount moved;

  RepeatedEventTest(TestDatabase database) {
    source = new Installation(database, NodeSettings.KEY);
    target = new Installation(database, NodeSettings.KEY);
  }

  /** One database does for both: the file is made, then the tables are emptied. */
  private String exportOnly() throws MoveFailure {
    source.database.clear();
    moved = SourceAccount.in(source.database, ACCOUNT);
    return source.exportAccount(ACCOUNT);
  }

  @BeforeEach
  void clear() {
    target.database.clear();
  }

  /** Stores an event with the message id of the moved one, as the target's intake does. */
  private UUID publishAgain(Instant time, UUID... webhooks) {
    IdSequence ids = new IdSequence(time);
    UUID event = ids.next();
    moved.event(event, ACCOUNT, moved.message);
    for (UUID webhook : webhooks) {
      moved.pending(ids.next(), event, webhook);
    }
    return event;
  }

  private long count(String table, Object... values) {
    return target.database.count("select count(*) from " + table, values);
  }

  @Test
  void leavesOutAnEventThatWasPublishedAgain() throws MoveFailure {
    String file = exportOnly();
    target.database.clear();
    UUID again = publishAgain(Instant.now(), moved.webhook);

    target.importAccount(file);

    assertThat(count("event where id = ?", moved.event)).isZero();
    assertThat(count("delivery where event_id = ?", moved.event)).isZero();
    assertThat(count("delivery where event_id = ? and webhook_id = ?", again, moved.webhook))
        .as("one delivery to the webhook that got it here")
        .isEqualTo(1);
    assertThat(count("attempt where delivery_id = ?", moved.exhausted)).isZero();
    assertThat(target.messages).last().asString().endsWith("1 events published here too");
  }

  @Test
  void keepsTheDeliveriesToOtherWebhooks() throws MoveFailure {
    String file = exportOnly();
    target.database.clear();
    UUID again = publishAgain(Instant.now(), UUID.randomUUID());

    target.importAccount(file);

    assertThat(
            count("delivery_pending where event_id = ? and webhook_id = ?", again, moved.webhook))
        .isEqualTo(1);
    assertThat(count("delivery_finished where event_id = ? and status = 2", again)).isEqualTo(1);
    assertThat(
            count(
                "attempt a join delivery_finished d on d.id = a.delivery_id"
                    + " where d.event_id = ? and d.status = 2",
                again))
        .isEqualTo(1);
    assertThat(target.database.ids("select id from delivery where event_id = '" + again + "'"))
        .as("as old as their event, so that they are purged together")
        .allSatisfy(id -> assertThat(Ids.timeOf(id)).isEqualTo(Ids.timeOf(again)));
  }

  @Test
  void importsTheSameAgain() throws MoveFailure {
    String file = exportOnly();
    target.database.clear();
    publishAgain(Instant.now(), moved.webhook);
    target.importAccount(file);
    long deliveries = count("delivery");

    target.importAccount(file);

    assertThat(count("delivery")).isEqualTo(deliveries);
    assertThat(count("event where message_id = ?", moved.message)).isEqualTo(1);
  }

  @Test
  void countsOnAfterAnEventOfLongAgo() throws MoveFailure {
    String file = exportOnly();
    target.database.clear();
    publishAgain(Instant.now().minus(Duration.ofDays(3)), moved.webhook);

    target.importAccount(file);

    int occurrence = target.database.database().dialect().hasPartitions() ? 0 : 1;
    assertThat(count("event where id = ? and occurrence = ?", moved.event, occurrence))
        .isEqualTo(1);
    assertThat(count("delivery_pending where id = ?", moved.pending)).isEqualTo(1);
  }

  @Test
  void findsTheRepeatAfterAnEventOfLongAgo() throws MoveFailure {
    String file = exportOnly();
    target.database.clear();
    publishAgain(Instant.now().minus(Duration.ofDays(3)));
    UUID again = publishAgain(Instant.now(), moved.webhook);

    target.importAccount(file);

    assertThat(count("event where id = ?", moved.event)).isZero();
    assertThat(count("event where id = ?", again)).isEqualTo(1);
  }

  @Test
  void shorterDeduplicationOfTheSourceCounts() throws MoveFailure {
    assertShorterDeduplicationCounts(source);
  }

  @Test
  void shorterDeduplicationOfTheTargetCounts() throws MoveFailure {
    assertShorterDeduplicationCounts(target);
  }

  private void assertShorterDeduplicationCounts(Installation installation) throws MoveFailure {
    installation.with("webhooks.deduplication", "PT1H");
    String file = exportOnly();
    target.database.clear();
    publishAgain(Instant.now().minus(Duration.ofHours(3)), moved.webhook);

    target.importAccount(file);

    assertThat(count("event where message_id = ?", moved.message)).isEqualTo(2);
    assertThat(count("delivery_pending where id = ?", moved.pending)).isEqualTo(1);
  }

  @Test
  void anEventOfAnotherAccountIsNoRepeat() throws MoveFailure {
    String file = exportOnly();
    target.database.clear();
    moved.event(Ids.next(), "another", moved.message);

    target.importAccount(file);

    assertThat(count("event where id = ?", moved.event)).isEqualTo(1);
  }

  /** The source has stored as an event what the target has from the first import. */
  @Test
  void storesNoOperationalEventTwice() throws MoveFailure {
    String first = exportOnly();
    String operational = source.rows("select id from operational_event").get(0).get("id");
    moved.event(Ids.next(), ACCOUNT, UUID.fromString(operational));
    String second = source.exportAccount(ACCOUNT);
    target.database.clear();

    target.importAccount(first);
    assertThat(count("operational_event where not ingested")).isEqualTo(1);
    target.importAccount(second);

    assertThat(count("operational_event where ingested")).isEqualTo(1);
  }
}
