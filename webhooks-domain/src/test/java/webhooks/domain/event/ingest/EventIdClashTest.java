package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.event.ingest.IngestNode.READY;
import static webhooks.domain.event.ingest.IngestNode.event;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;

/** Events of two accounts with the same id, of which the second is dropped as a repeat. */
@OnEveryDatabase
class EventIdClashTest {
  private final UUID id = UUID.randomUUID();
  private final TestDatabase database;
  private IngestNode node;

  EventIdClashTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    node = IngestNode.onEmpty(database);
  }

  @Test
  void reportsEventWithIdOfAnotherAccountsEvent() {
    String other = event(READY, null, "b");
    node.receive(event(id, READY, null, "a"), other);

    IngestResult result = node.receive(event(id, READY, UUID.randomUUID(), "b"), other);

    assertThat(result.duplicates()).isEqualTo(2);
    assertClashed(id);
  }

  @Test
  void reportsClashInTheSameRequest() {
    node.publish("[" + event(id, READY, null, "a") + "," + event(id, READY, null, "b") + "]");

    assertClashed(id);
  }

  @Test
  void reportsEventOfUnknownITwinWithIdOfAnotherAccountsEvent() {
    node.receive(event(id, READY, null, "a"));

    IngestResult result = node.receive(event(id, READY, UUID.randomUUID(), null));

    assertThat(result.duplicates()).isEqualTo(1);
    assertClashed(id);
  }

  @Test
  void reportsEventOfUnknownITwinThatClashesInTheSameRequest() {
    node.receive(event(id, READY, null, "a"), event(id, READY, UUID.randomUUID(), null));

    assertClashed(id);
  }

  @Test
  void doesNotReportRepeatOfDeletedITwin() {
    UUID iTwin = node.insertITwin("a");
    String event = event(id, READY, iTwin, null);
    node.receive(event);
    database.execute("delete from itwin where id = ?", iTwin);

    assertThat(node.receive(event).duplicates()).isEqualTo(1);

    assertThat(node.fired.of(EventIdsClashed.class)).isEmpty();
  }

  @Test
  void doesNotReportRepeats() {
    UUID iTwin = node.insertITwin("a");
    String event = event(id, READY, iTwin, null);

    node.receive(event, event);
    database.execute("update itwin set account_id = 'b' where id = ?", iTwin);
    node.receive(event);

    assertThat(node.fired.of(EventIdsClashed.class)).isEmpty();
    assertThat(node.events()).isEqualTo(1);
  }

  private void assertClashed(UUID... ids) {
    assertThat(node.fired.of(EventIdsClashed.class))
        .containsExactly(new EventIdsClashed(Set.of(ids)));
  }
}
