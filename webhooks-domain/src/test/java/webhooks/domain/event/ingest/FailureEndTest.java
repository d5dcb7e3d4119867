package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.operational.OperationalEvent;
import webhooks.domain.webhook.WebhookRow;

/** The end of a failure that was reported before the webhook was deactivated. */
@OnEveryDatabase
class FailureEndTest {
  private final TestDatabase database;
  private final OperationalEventsFixture node;
  private UUID webhook;

  FailureEndTest(TestDatabase database) {
    this.database = database;
    this.node = new OperationalEventsFixture(database);
  }

  @BeforeEach
  void reportFailure() {
    database.clear();
    webhook = new WebhookRow().insertInto(database);
    node.streak(webhook, 5, 6);
    node.ingest();
    assertThat(node.published()).hasSize(1);
    setActive(false);
  }

  @Test
  void activationEndsIt() {
    node.ingest();
    endStreak();
    setActive(true);

    assertRecovered();
  }

  /** Another URL ends the streak of an inactive webhook. */
  @Test
  void activationEndsItAfterAnotherUrl() {
    endStreak();
    node.ingest();
    assertThat(node.published()).isEmpty();
    setActive(true);

    assertRecovered();
  }

  @Test
  void deletionIsNotReported() {
    database.execute("update webhook set deleted = true, client_id = '', account_id = ''");

    node.ingest();

    assertThat(node.published()).isEmpty();
    assertThat(database.count("select count(*) from failing_webhook")).isZero();
  }

  private void assertRecovered() {
    node.ingest();
    node.ingest();
    assertThat(node.published())
        .extracting(OperationalEvent::eventType)
        .containsExactly("webhooks.webhookRecovered.v1");
    assertThat(database.count("select count(*) from failing_webhook")).isZero();
  }

  private void endStreak() {
    database.execute("delete from failure_streak");
  }

  private void setActive(boolean active) {
    database.execute("update webhook set active = ?", active);
  }
}
