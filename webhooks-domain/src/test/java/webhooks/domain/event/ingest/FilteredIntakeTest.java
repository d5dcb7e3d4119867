package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.event.ingest.IngestNode.READY;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Actor;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.filtered.EventsFiltered;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;
import webhooks.domain.subscription.SelectingWebhooks;

/** Each way of intake asks the selections of webhooks, once for each event. */
@OnEveryDatabase
class FilteredIntakeTest {
  private static final String FILTER = "{'filters': [{'exact': {'$.content.result': 'ok'}}]}";

  private final TestDatabase database;
  private IngestNode node;
  private UUID webhook;

  FilteredIntakeTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void start() {
    node = IngestNode.onEmpty(database);
    webhook = SelectingWebhooks.insert(database, FILTER);
  }

  private static String event(String result) {
    return event(UUID.randomUUID(), result);
  }

  private static String event(UUID id, String result) {
    return "{\"messageId\":\"%s\",\"eventType\":\"%s\",\"accountId\":\"account\",\"content\":{\"result\":\"%s\"}}"
        .formatted(id, READY, result);
  }

  private static String cloudEvent(UUID id, String result) {
    return ("{\"specversion\":\"1.0\",\"id\":\"%s\",\"type\":\"%s\",\"source\":\"urn:test\","
            + "\"accountid\":\"account\",\"data\":{\"result\":\"%s\"}}")
        .formatted(id, READY, result);
  }

  private Map<UUID, Integer> counted() {
    return node.fired.of(EventsFiltered.class).stream()
        .flatMap(filtered -> filtered.counts().entrySet().stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Integer::sum));
  }

  private long pending() {
    return database.count("select count(*) from delivery_pending");
  }

  @Test
  void messagesAreFiltered() {
    UUID accepted = UUID.randomUUID();

    node.receive(event("failed"), event(accepted, "ok"), event("failed"));

    assertThat(node.events()).as("all events are stored").isEqualTo(3);
    assertThat(node.claim(webhook)).containsExactly(accepted);
    assertThat(counted()).isEqualTo(Map.of(webhook, 2));
  }

  @Test
  void requestsAreFilteredAloneAndInArrays() {
    UUID accepted = UUID.randomUUID();
    node.publish(event("failed"));
    node.publish("[" + event("failed") + "," + event(accepted, "ok") + "]");

    assertThat(node.claim(webhook)).containsExactly(accepted);
    assertThat(counted()).isEqualTo(Map.of(webhook, 2));
  }

  @Test
  void cloudEventsAreFiltered() {
    UUID accepted = UUID.randomUUID();
    node.receive(cloudEvent(UUID.randomUUID(), "failed"), cloudEvent(accepted, "ok"));

    assertThat(node.claim(webhook)).containsExactly(accepted);
    assertThat(counted()).isEqualTo(Map.of(webhook, 1));
  }

  @Test
  void repeatedEventIsCountedOnce() {
    UUID id = UUID.randomUUID();
    node.receive(event(id, "failed"), event(id, "failed"));
    node.receive(event(id, "failed"));

    assertThat(counted()).isEqualTo(Map.of(webhook, 1));
  }

  @Test
  void eventsWithoutAFilteringWebhookReportNothing() {
    SelectingWebhooks.putOptions(database, webhook, "{'description': 'all'}");

    node.receive(event("failed"));

    assertThat(pending()).isEqualTo(1);
    assertThat(node.fired.of(EventsFiltered.class)).isEmpty();
  }

  /** The filter at intake decides. A later one changes nothing for deliveries that wait. */
  @Test
  void laterFilterLeavesWaitingDeliveries() {
    UUID accepted = UUID.randomUUID();
    node.receive(event(accepted, "ok"));
    SelectingWebhooks.putOptions(
        database, webhook, "{'filters': [{'exact': {'$.content.result': 'failed'}}]}");

    assertThat(node.claim(webhook)).containsExactly(accepted);
  }

  /** Events of a webhook whose options can't be read wait, and are then filtered. */
  @Test
  void eventsWaitForOptionsThatCanNotBeRead() {
    SelectingWebhooks.loseKey(database, webhook);
    UUID accepted = UUID.randomUUID();
    node.receive(event("failed"), event(accepted, "ok"));

    assertThat(pending()).isEqualTo(2);
    assertThat(node.claim(webhook)).as("nothing is sent").isEmpty();
    assertThat(counted()).isEmpty();

    SelectingWebhooks.putOptions(database, webhook, FILTER);
    assertThat(node.claim(webhook)).containsExactly(accepted);
    assertThat(pending()).isEqualTo(1);
    assertThat(counted()).isEqualTo(Map.of(webhook, 1));
    assertThat(database.count("select count(*) from delivery_pending where attempts_before = 0"))
        .isEqualTo(1);
  }

  /** A recovery or a redelivery asks for the attempt, and not past the filter. */
  @Test
  void undecidedDeliveryStaysSoWhenItIsRequeued() {
    SelectingWebhooks.loseKey(database, webhook);
    node.receive(event("failed"));
    UUID delivery = database.ids("select id from delivery_pending").iterator().next();
    AuditEntry entry =
        AuditEntry.of(new Actor("client", Optional.empty()), AuditAction.DELIVERY_REDELIVERED);
    database.inTransaction(
        () ->
            new RequeueRepository(database.database(), new AuditTrail(database.database()))
                .redeliver(webhook, delivery, entry));
    assertThat(database.count("select count(*) from delivery_pending where due_at is not null"))
        .isEqualTo(1);
    SelectingWebhooks.putOptions(database, webhook, FILTER);

    assertThat(
            database
                .inTransaction(
                    () -> node.queue.claimDue(CountedSlots.enough(), 100, Duration.ofHours(1)))
                .deliveries())
        .isEmpty();
    assertThat(pending()).isZero();
  }

  /** Very many selections are loaded in a transaction of their own, so that others don't wait. */
  @Test
  void requestThatLoadsVeryManySelectionsIsStoredAlone() {
    for (int i = 0; i < BatchMatches.MAX_LOADED_WITH_OTHERS; i++) {
      SelectingWebhooks.insert(database, FILTER);
    }
    List<PublishOutcome> outcomes = node.publishTogether(event("ok")).outcomes();
    assertThat(outcomes).containsExactly(new PublishOutcome.Postponed(true));

    assertThat(node.publishAlone(CountedSlots.enough(), event("ok")).outcomes())
        .containsExactly(new PublishOutcome.Stored(new PublishResult(1, 0)));
    assertThat(pending()).isEqualTo(BatchMatches.MAX_LOADED_WITH_OTHERS + 1L);
    assertThat(node.publishTogether(event("failed")).outcomes())
        .as("now they are in memory")
        .containsExactly(new PublishOutcome.Stored(new PublishResult(1, 0)));
  }
}
