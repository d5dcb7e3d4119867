package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.event.ingest.IngestNode.READY;
import static webhooks.domain.event.ingest.IngestNode.event;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.event.Event;
import webhooks.domain.id.IdSequence;
import webhooks.domain.id.Ids;
import webhooks.domain.settings.Settings;
import webhooks.domain.settings.TestSettings;

/** An event is known by its message id and its account. */
@OnEveryDatabase
class EventIdentityTest {
  private final UUID id = UUID.randomUUID();
  private int aged;
  private final TestDatabase database;
  private IngestNode node;

  EventIdentityTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    node = IngestNode.onEmpty(database);
  }

  /** Makes the stored events so much older. An event's id begins with the time of its intake. */
  private void age(Duration age) {
    for (UUID stored : database.ids("select id from event")) {
      UUID older = new IdSequence(Ids.timeOf(stored).minus(age)).next();
      // Old events share a partition here, and have partitions of their own otherwise.
      database.execute(
          "update event set id = ?, occurrence = ? where id = ?", older, aged += 1000, stored);
    }
  }

  @Test
  void anEventIsARepeatForTwoDays() {
    String event = event(id, READY, null, "a");
    node.receive(event);

    age(Duration.ofHours(47));
    assertThat(node.receive(event).duplicates()).isEqualTo(1);
    assertThat(node.publish(event).duplicates()).isEqualTo(1);
    assertThat(node.events()).isEqualTo(1);
  }

  @Test
  void anIdMayComeAgainAfterTwoDays() {
    String event = event(id, READY, null, "a");
    for (int times = 1; times <= 3; times++) {
      assertThat(node.receive(event).duplicates()).isZero();
      assertThat(node.receive(event).duplicates()).isEqualTo(1);
      assertThat(node.events()).isEqualTo(times);
      age(Duration.ofHours(49));
    }
  }

  /** Unlike days, minutes are in one partition, whose unique index has the event. */
  @Test
  void anIdMayComeAgainAfterAShortDeduplication() {
    Settings settings = TestSettings.with("webhooks.deduplication", "PT1M");
    node = IngestNode.onEmpty(database, settings);
    String event = event(id, READY, null, "a");
    for (int times = 1; times <= 3; times++) {
      assertThat(node.receive(event).duplicates()).isZero();
      assertThat(node.receive(event).duplicates()).isEqualTo(1);
      assertThat(node.events()).isEqualTo(times);
      age(Duration.ofMinutes(2));
    }
  }

  @Test
  void anotherAccountsEventWithTheSameIdIsStored() {
    node.receive(event(id, READY, null, "a"));

    IngestResult result = node.receive(event(id, READY, UUID.randomUUID(), "b"));

    assertThat(result.duplicates()).isZero();
    assertThat(node.events()).isEqualTo(2);
  }

  @Test
  void eventsOfTwoAccountsWithTheSameIdAreStoredFromOneRequest() {
    PublishResult result =
        node.publish("[" + event(id, READY, null, "a") + "," + event(id, READY, null, "b") + "]");

    assertThat(result.duplicates()).isZero();
    assertThat(node.events()).isEqualTo(2);
  }

  @Test
  void anEventOfAnUnknownITwinIsNoRepeatOfAnotherEventWithItsId() {
    node.receive(event(id, READY, null, "a"));

    IngestResult result = node.receive(event(id, READY, UUID.randomUUID(), null));

    assertThat(result.withoutAccount()).extracting(Event::id).containsExactly(id);
  }

  /** The iTwin shows whose account the event is of, only once it is looked up. */
  @Test
  void anEventOfAnotherITwinOfTheAccountIsARepeat() {
    node.receive(event(id, READY, node.insertITwin("a"), null));

    assertThat(node.receive(event(id, READY, node.insertITwin("a"), null)).duplicates()).isOne();
    assertThat(node.receive(event(id, READY, null, "a")).duplicates()).isOne();
    assertThat(node.receive(event(id, READY, node.insertITwin("b"), null)).duplicates()).isZero();
  }

  @Test
  void theStoredOfTwoEventsWithOneIdIsNotAmongTheUnknown() {
    UUID unknown = UUID.randomUUID();

    IngestResult result =
        node.receive(
            event(id, READY, unknown, null), event(id, READY, node.insertITwin("a"), null));

    assertThat(result.withoutAccount())
        .extracting(event -> event.iTwinId().orElseThrow())
        .containsExactly(unknown);
    assertThat(result.duplicates()).isZero();
    assertThat(node.events()).isOne();
  }

  @Test
  void aRepeatOfADeletedITwinIsKnown() {
    UUID iTwin = node.insertITwin("a");
    String event = event(id, READY, iTwin, null);
    node.receive(event);
    database.execute("delete from itwin where id = ?", iTwin);

    assertThat(node.receive(event).duplicates()).isEqualTo(1);
  }

  @Test
  void aRepeatKeepsTheFirstAccountOfAnITwinThatMoved() {
    UUID iTwin = node.insertITwin("a");
    String event = event(id, READY, iTwin, null);

    node.receive(event, event);
    database.execute("update itwin set account_id = 'b' where id = ?", iTwin);

    assertThat(node.receive(event).duplicates()).isEqualTo(1);
    assertThat(node.events()).isEqualTo(1);
    assertThat(database.count("select count(*) from event where account_id = 'a'")).isOne();
  }
}
