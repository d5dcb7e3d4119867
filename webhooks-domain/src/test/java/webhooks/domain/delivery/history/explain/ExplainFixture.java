package webhooks.domain.delivery.history.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.database.ListLimit;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;
import webhooks.domain.delivery.history.EventRows;
import webhooks.domain.delivery.history.EventRows.EventRow;
import webhooks.domain.delivery.history.state.WebhookStateRepository;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.webhook.StoredWebhooks;
import webhooks.domain.webhook.WebhookRow;

/** An active webhook, and events that are explained to its owner. */
abstract class ExplainFixture {
  static final Caller OWNER = Callers.tenant("client", "account");
  static final Caller ADMINISTRATOR = Callers.application("operator");
  static final String TYPE = "iModels.changesReady.v1";
  static final String OTHER_TYPE = "iModels.iModelCreated.v1";
  static final UUID ITWIN = UUID.fromString("5b1f3a52-57a9-4d5e-8a3c-0d4c2b1a9f8e");
  static final Duration APART = Duration.ofMinutes(10);

  final TestDatabase database;
  final TestEntities entities;
  final EventRows rows;
  final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  final EventRow event = EventRow.of(TYPE, now.minusSeconds(3));
  StoredWebhooks webhooks;
  UUID webhook;

  ExplainFixture(TestDatabase database) {
    this.database = database;
    this.entities = new TestEntities(database);
    this.rows = new EventRows(database);
  }

  @BeforeEach
  void insertAnActiveWebhook() {
    database.clear();
    webhooks = new StoredWebhooks(database, entities);
    webhook = row().insertInto(database);
  }

  @AfterEach
  void close() {
    entities.close();
  }

  WebhookRow row() {
    return new WebhookRow()
        .with("created", now.minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC))
        .with("modified", now.minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC))
        .callbackUrl("https://example.com/hook?token=canary");
  }

  WebhookRow ofITwin() {
    return row().with("scope", "iTwin").with("scope_id", ITWIN.toString());
  }

  ExplainEvents explainEvents() {
    return new ExplainEvents(
        webhooks.explained(),
        new ListLimit(),
        TestSettings.with(),
        new ExplanationRepository(database.database()),
        new WebhookStateRepository(database.database()));
  }

  Explanation explain(EventRow explained) {
    return explainEvents()
        .explain(
            OWNER, webhook.toString(), Optional.of(explained.messageId().toString()), List.of());
  }

  void assertExplained(EventRow explained, Result result, String reason) {
    Explanation.Verdict verdict = explain(explained).verdict();
    assertThat(verdict.result()).isEqualTo(result);
    assertThat(verdict.reason()).isEqualTo(Optional.ofNullable(reason));
  }

  void assertNeverReceived(EventRow explained) {
    assertThat(explain(explained)).isEqualTo(Explanation.neverReceived(explained.messageId()));
  }
}
