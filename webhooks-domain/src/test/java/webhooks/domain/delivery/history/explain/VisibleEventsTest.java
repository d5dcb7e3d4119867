package webhooks.domain.delivery.history.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.EventRows.EventRow;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.webhook.StoredWebhooks;

/** Which events a caller may know of. */
@OnEveryDatabase
class VisibleEventsTest extends ExplainFixture {
  VisibleEventsTest(TestDatabase database) {
    super(database);
  }

  @Test
  void hidesEventsOfOthers() {
    rows.store(event.ofAccount("elsewhere"), now);
    assertNeverReceived(event);
    assertNeverReceived(EventRow.of(TYPE, now));

    webhook = ofITwin().insertInto(database);
    EventRow ofITwin = EventRow.of(OTHER_TYPE, now).ofAccount("elsewhere").ofITwin(ITWIN);
    rows.store(ofITwin, now);
    assertNeverReceived(ofITwin);

    webhooks.allowed.add(ITWIN);
    assertExplained(ofITwin, Result.NOT_SUBSCRIBED, null);
    EventRow ofOtherITwin =
        EventRow.of(TYPE, now).ofAccount("elsewhere").ofITwin(UUID.randomUUID());
    rows.store(ofOtherITwin, now);
    assertNeverReceived(ofOtherITwin);
  }

  /** A publisher of another account chooses its ids itself. */
  @Test
  void eventsOfOthersPushNoEventOut() {
    EventRow own = EventRow.of(OTHER_TYPE, now);
    rows.store(own, now.minusSeconds(10));
    for (int i = 0; i < ExplanationRepository.MAX_EVENTS; i++) {
      rows.store(own.ofAccount("elsewhere"), now);
    }

    assertExplained(own, Result.NOT_SUBSCRIBED, null);
  }

  @Test
  void showsItsDeliveryWithoutPermission() {
    webhook = ofITwin().insertInto(database);
    rows.deliver(
        event.ofAccount("elsewhere").ofITwin(ITWIN), now, webhook, DeliveryStatus.SUCCEEDED);

    assertExplained(event, Result.DELIVERED, null);
  }

  @Test
  void hidesTheAccountFromCallersWithoutPermissionOnIt() {
    webhooks =
        new StoredWebhooks(
            database, entities, "webhooks.authorization.account-scope", "maintainer");
    webhook = ofITwin().insertInto(database);
    rows.store(event, now);

    assertNeverReceived(event);
  }

  @Test
  void hidesEventsAfterTheirRetention() {
    Instant old = now.minus(Duration.ofDays(15));
    rows.store(event, old);
    EventRow pending = EventRow.of(TYPE, old);
    rows.deliver(pending, old, webhook, DeliveryStatus.PENDING);

    assertNeverReceived(event);
    assertExplained(pending, Result.PENDING, null);
  }

  @Test
  void operationalEventGoesToOtherWebhooksOfItsOwner() {
    String type = "webhooks.webhookPaused.v1";
    webhook = row().with("event_types", type).insertInto(database);
    EventRow about = EventRow.of(type, now).with("{\"webhookId\":\"" + webhook + "\"}");
    rows.store(about, now);
    UUID foreign = row().with("client_id", "other").insertInto(database);
    EventRow aboutForeign = EventRow.of(type, now).with("{\"webhookId\":\"" + foreign + "\"}");
    rows.store(aboutForeign, now);

    assertExplained(about, Result.OTHER_SCOPE, "operational");
    assertNeverReceived(aboutForeign);
  }

  @Test
  void administratorSeesAllEventsAndNoCredentials() {
    webhooks.setOptions(
        webhook,
        "{'headers':[{'name':'X-Key','value':'canary','secret':false}],'description':'canary',"
            + "'eventTypePatterns':['iModels.*'],'filters':[{'exact':{'$.content.a':'b'}}]}");
    rows.store(event.ofAccount("elsewhere"), Instant.now().plusSeconds(1));

    Explanation found =
        explainEvents()
            .explainAsAdmin(
                ADMINISTRATOR,
                webhook.toString(),
                Optional.of(event.messageId().toString()),
                List.of());

    assertThat(found.verdict().result()).isEqualTo(Result.OTHER_SCOPE);
    assertThat(found.settings().orElseThrow().settings().callbackUrl())
        .isEqualTo("https://example.com/hook");
    assertThat(found.settings().orElseThrow().settings().options().orElseThrow())
        .containsOnlyKeys("eventTypePatterns", "filters");
  }

  private void assertRefused(Caller caller, String id, String messageId, ErrorCode code) {
    assertThatThrownBy(
            () -> explainEvents().explain(caller, id, Optional.ofNullable(messageId), List.of()))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @Test
  void refusesUnknownWebhooksFirst() {
    String id = event.messageId().toString();

    assertRefused(
        Callers.tenant("other", "account"), webhook.toString(), id, ErrorCode.WEBHOOK_NOT_FOUND);
    assertRefused(OWNER, "none", "none", ErrorCode.WEBHOOK_NOT_FOUND);
    assertRefused(OWNER, webhook.toString(), "none", ErrorCode.INVALID_REQUEST);
    assertRefused(OWNER, webhook.toString(), null, ErrorCode.INVALID_REQUEST);
  }
}
