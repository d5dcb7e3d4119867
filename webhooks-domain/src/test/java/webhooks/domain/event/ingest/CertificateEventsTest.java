package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.operational.OperationalEvent;
import webhooks.domain.webhook.WebhookRow;

/** The operational events about client certificates that end soon. */
@OnEveryDatabase
class CertificateEventsTest {
  private final TestDatabase database;
  private final OperationalEventsFixture node;
  private final OperationalEventsFixture otherNode;
  private UUID webhook;

  CertificateEventsTest(TestDatabase database) {
    this.database = database;
    this.node = new OperationalEventsFixture(database);
    this.otherNode = new OperationalEventsFixture(database);
  }

  @BeforeEach
  void insertCertificate() {
    database.clear();
    webhook = new WebhookRow().insertInto(database);
    database.execute(
        "insert into webhook_certificate (webhook_id, account_id, not_after, next_warning)"
            + " values (?, 'account', current_timestamp + interval '13' day,"
            + " current_timestamp - interval '1' day)",
        webhook);
  }

  @Test
  void certificateIsReportedOnceByAllNodes() {
    node.ingest();
    otherNode.ingest();

    List<OperationalEvent> events = node.published();
    assertThat(events)
        .extracting(OperationalEvent::eventType)
        .containsExactly("webhooks.certificateExpiring.v1");
    assertThat(events.get(0).content())
        .startsWith("{\"webhookId\":\"" + webhook + "\",\"notAfter\":\"")
        .endsWith("Z\",\"days\":14}");
  }

  @Test
  void otherWebhooksOfTheOwnerGetTheEvent() {
    UUID observer =
        new WebhookRow().with("event_types", OperationalEventsFixture.ALL).insertInto(database);

    assertThat(node.ingest()).containsExactly(observer);
  }
}
