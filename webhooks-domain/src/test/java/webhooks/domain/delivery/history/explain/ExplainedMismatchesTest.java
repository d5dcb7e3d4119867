package webhooks.domain.delivery.history.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.history.EventRows.EventRow;

/** Why an event without a delivery did not match. */
@OnEveryDatabase
class ExplainedMismatchesTest extends ExplainFixture {
  ExplainedMismatchesTest(TestDatabase database) {
    super(database);
  }

  @Test
  void subscriptionAtIntakeDecides() {
    EventRow other = EventRow.of(OTHER_TYPE, now);
    rows.store(other, now.minus(APART));

    webhooks.subscribe(webhook, OTHER_TYPE);

    assertExplained(other, Result.NOT_SUBSCRIBED, null);
    assertThat(explain(other).settings().orElseThrow().settings().eventTypes())
        .containsExactly(TYPE);
    EventRow later = EventRow.of(TYPE, now);
    rows.store(later, now.plus(APART));
    assertExplained(later, Result.NOT_SUBSCRIBED, null);
  }

  /** The transaction of intake may have seen the settings of shortly before or after. */
  @Test
  void changeAtTheSameMomentDecides() {
    rows.store(event, now.minusSeconds(20));

    webhooks.subscribe(webhook, OTHER_TYPE);

    assertExplained(event, Result.NOT_SUBSCRIBED, null);
    assertThat(explain(event).settings().orElseThrow().settings().eventTypes())
        .containsExactly(OTHER_TYPE);
  }

  @Test
  void inactiveAtIntakeDecides() {
    rows.store(event, now.plus(APART));
    webhooks.activate(webhook, false);
    assertExplained(event, Result.INACTIVE, "owner");

    database.execute("update webhook_revision set valid_from = valid_from - interval '20' minute");
    EventRow meanwhile = EventRow.of(TYPE, now);
    rows.store(meanwhile, now.minus(APART));
    webhooks.activate(webhook, true);

    assertExplained(meanwhile, Result.INACTIVE, "owner");
  }

  @Test
  void newWebhookWasInactiveOrMissing() {
    webhook = row().with("active", false).with("activation", 0L).insertInto(database);
    rows.store(event, now);
    EventRow earlier = EventRow.of(TYPE, now);
    rows.store(earlier, now.minus(Duration.ofHours(2)));

    assertExplained(event, Result.INACTIVE, null);
    assertExplained(earlier, Result.INACTIVE, "notCreated");
    assertThat(explain(earlier).settings()).isEmpty();
  }

  @Test
  void blockExplainsTheDeactivationByAnAdministrator() {
    rows.store(event, now.plus(APART));
    webhooks.deactivateAsAdmin(webhook);
    assertExplained(event, Result.INACTIVE, "administrator");

    database.execute(
        "insert into webhook_block (id, kind, target, created, client_id)"
            + " values (?, 'client', 'client', current_timestamp, 'operator')",
        UUID.randomUUID());

    assertExplained(event, Result.BLOCKED, "client");
  }

  @Test
  void eventOfAnotherITwinHasAnotherScope() {
    webhook = ofITwin().insertInto(database);
    rows.store(event.ofITwin(UUID.randomUUID()), now);
    EventRow ofAccount = EventRow.of(TYPE, now);
    rows.store(ofAccount, now);

    assertExplained(event, Result.OTHER_SCOPE, null);
    assertExplained(ofAccount, Result.OTHER_SCOPE, null);
  }

  @Test
  void unknownHistoryIsSaid() {
    database.execute("update webhook set modified = ?", now.atOffset(ZoneOffset.UTC));
    rows.store(event, now.minus(APART));

    assertExplained(event, Result.INACTIVE, "unknown");
    assertThat(explain(event).settings()).isEmpty();
  }

  /** Later filters do not matter. */
  @Test
  void filterAtIntakeDecides() {
    webhooks.setOptions(
        webhook,
        "{'eventTypePatterns': ['iModels.*.v1'], 'filters': [{'exists': {'$.content': true}},"
            + " {'all': [{'exact': {'$.content.result': 'Failed'}}]}]}");
    database.execute("update webhook_revision set valid_from = valid_from - interval '20' minute");
    EventRow byPattern = EventRow.of(OTHER_TYPE, now).with("{\"result\":\"Success\"}");
    UUID id = rows.store(byPattern, now.minusSeconds(300));
    EventRow unsubscribed = EventRow.of("issues.issueCreated.v1", now);
    rows.store(unsubscribed, now.minusSeconds(300));
    webhooks.setOptions(webhook, "{'description': 'no filter'}");

    assertExplained(byPattern, Result.FILTERED, "filters[1].all[0]");
    assertExplained(unsubscribed, Result.NOT_SUBSCRIBED, null);
    database.execute("update event set body = ? where id = ?", new byte[0], id);
    assertExplained(byPattern, Result.FILTERED, null);
  }
}
