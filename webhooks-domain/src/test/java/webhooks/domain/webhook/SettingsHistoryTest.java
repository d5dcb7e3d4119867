package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.webhook.revision.ExplainedWebhook;
import webhooks.domain.webhook.revision.Revision;
import webhooks.domain.webhook.revision.RevisionRepository;
import webhooks.domain.webhook.revision.WebhookSettings;

/** Which settings of a webhook are kept, and found again. */
@OnEveryDatabase
class SettingsHistoryTest {
  private static final Caller OWNER = Callers.application("client");
  private static final String URL = "https://example.com/hook?token=canary-url";

  private final TestDatabase database;
  private final TestEntities entities;
  private final OffsetDateTime modified =
      OffsetDateTime.now().minusHours(1).truncatedTo(ChronoUnit.MILLIS);
  private StoredWebhooks webhooks;
  private UUID webhook;

  SettingsHistoryTest(TestDatabase database) {
    this.database = database;
    this.entities = new TestEntities(database);
  }

  @BeforeEach
  void insertAnActiveWebhook() {
    database.clear();
    webhooks = new StoredWebhooks(database, entities);
    webhook =
        new WebhookRow()
            .callbackUrl(URL)
            .with("event_types", "a.v1")
            .with("created", modified)
            .with("modified", modified)
            .insertInto(database);
  }

  @AfterEach
  void close() {
    entities.close();
  }

  private long revisions() {
    return database.count("select count(*) from webhook_revision");
  }

  private ExplainedWebhook explained() {
    return webhooks.explained().findForHealth(OWNER, webhook.toString());
  }

  private WebhookSettings settingsAt(Instant time) {
    return webhooks.explained().settingsAt(explained(), time).held().orElseThrow().settings();
  }

  @Test
  void changeKeepsTheSettingsBeforeIt() {
    webhooks.subscribe(webhook, "b.v1");
    Instant before = modified.toInstant().plusSeconds(60);

    assertThat(settingsAt(before).eventTypes()).containsExactly("a.v1");
    assertThat(settingsAt(before).callbackUrl()).isEqualTo(URL);
    assertThat(settingsAt(Instant.now().plusSeconds(1)).eventTypes()).containsExactly("b.v1");
    assertThat(webhooks.explained().settingsAt(explained(), before.minusSeconds(100)).held())
        .as("before the latest change that is known")
        .isEmpty();
    assertThat(revisions()).isEqualTo(2);
  }

  @Test
  void keepsOptionsActivationAndPauseWithoutSecrets() {
    webhooks.setOptions(
        webhook,
        "{'headers':[{'name':'X-Key','value':'canary-secret'}],'description':'d',"
            + "'throttle':{'requestsPerSecond':10.50,'maxInFlight':5}}");
    webhooks.activate(webhook, false);
    webhooks.change(
        webhook,
        found -> {
          found.pause().begin(webhook, Instant.now(), Instant.now().plusSeconds(60));
          return true;
        });

    WebhookSettings paused = settingsAt(Instant.now().plusSeconds(1));
    assertThat(paused.paused()).isTrue();
    assertThat(paused.active()).isFalse();
    assertThat(paused.deactivationReason()).contains("owner");
    assertThat(paused.options().orElseThrow()).containsKeys("headers", "description", "throttle");
    assertThat(paused.options().toString()).doesNotContain("canary-secret");
    assertThat(revisions()).isEqualTo(4);
    assertThat(explained().present().isStored()).isTrue();
  }

  @Test
  void rowsHaveNoPlainText() {
    webhooks.moveTo(webhook, URL + "2");

    database.inTransaction(
        () -> {
          try (var connection = database.database().connection();
              var select = connection.prepareStatement("select content from webhook_revision");
              var rows = select.executeQuery()) {
            while (rows.next()) {
              assertThat(new String(rows.getBytes(1), StandardCharsets.ISO_8859_1))
                  .doesNotContain("canary-url", "example.com", "a.v1");
            }
          }
          return null;
        });
  }

  @Test
  void changeOfNoSettingAddsNothing() {
    webhooks.subscribe(webhook, "b.v1");

    webhooks.change(
        webhook,
        found -> {
          found.rotate(WebhookRow.CIPHER, "x".repeat(32), Instant.now(), Instant.now());
          return true;
        });
    webhooks.subscribe(webhook, "c.v1");

    assertThat(revisions()).isEqualTo(3);
    assertThat(database.count("select count(*) from webhook_revision where valid_until is null"))
        .isEqualTo(1);
  }

  /** A change of many webhooks at once writes only their rows, as does an earlier version. */
  @Test
  void takesUnknownChangeFromTheRow() {
    webhooks.subscribe(webhook, "b.v1");
    OffsetDateTime time = OffsetDateTime.now().plusMinutes(10).truncatedTo(ChronoUnit.MILLIS);
    database.execute(
        "update webhook set active = false, deactivation_reason = 'permissionRemoved',"
            + " modified = ?, version = version + 1",
        time);

    assertThat(settingsAt(time.toInstant()).deactivationReason()).contains("permissionRemoved");
    assertThat(settingsAt(time.toInstant().minusSeconds(1)).active()).isTrue();
    assertThat(webhooks.explained().activitySince(explained())).isEqualTo(time.toInstant());

    webhooks.activate(webhook, true);

    assertThat(settingsAt(time.toInstant()).active()).isTrue();
    assertThat(revisions()).isEqualTo(4);
    assertThat(
            webhooks
                .explained()
                .inactiveAfter(explained(), Instant.now())
                .flatMap(revision -> revision.settings().deactivationReason()))
        .contains("permissionRemoved");
  }

  @Test
  void knowsSinceWhenTheWebhookIsActive() {
    assertThat(webhooks.explained().activitySince(explained())).isEqualTo(modified.toInstant());

    webhooks.activate(webhook, false);
    Instant stopped = webhooks.explained().activitySince(explained());
    webhooks.subscribe(webhook, "b.v1");

    assertThat(stopped).isAfter(modified.toInstant().plus(Duration.ofMinutes(50)));
    assertThat(webhooks.explained().activitySince(explained())).isEqualTo(stopped);
  }

  @Test
  void keepsABoundedNumber() {
    for (int i = 0; i < RevisionRepository.MAX_OF_WEBHOOK + 5; i++) {
      webhooks.subscribe(webhook, "a.v1", "b" + i + ".v1");
    }

    assertThat(revisions()).isEqualTo(RevisionRepository.MAX_OF_WEBHOOK);
    assertThat(settingsAt(Instant.now().plusSeconds(1)).eventTypes()).contains("b54.v1");
  }

  @Test
  void deletionDeletesTheHistory() {
    webhooks.subscribe(webhook, "b.v1");

    webhooks.change(
        webhook,
        found -> {
          found.delete(WebhookRow.CIPHER);
          return true;
        });

    assertThat(revisions()).isZero();
  }

  @Test
  void unreadableRevisionHindersNoChange() {
    webhooks.subscribe(webhook, "b.v1");
    database.execute("update webhook_revision set content = ?", new byte[40]);

    webhooks.subscribe(webhook, "c.v1");

    assertThat(settingsAt(Instant.now().plusSeconds(1)).eventTypes()).containsExactly("c.v1");
  }

  /** Its row was changed by hand, or its key is lost. */
  @Test
  void unreadableWebhookIsStillStoppedAndDeleted() {
    webhooks.change(
        webhook,
        found -> {
          found.pause().begin(webhook, Instant.now(), Instant.now().plusSeconds(60));
          return true;
        });
    long before = revisions();
    database.execute("update webhook set key_id = 'lost'");

    webhooks.change(webhook, found -> found.pause().end(webhook));
    webhooks.deactivateAsAdmin(webhook);
    assertThat(
            database.count("select count(*) from webhook where active or paused_until > created"))
        .isZero();
    assertThat(revisions()).isEqualTo(before);
    webhooks.change(
        webhook,
        found -> {
          found.delete(WebhookRow.CIPHER);
          return true;
        });

    assertThat(database.count("select count(*) from webhook where deleted")).isEqualTo(1);
    assertThat(revisions()).isZero();
  }

  @Test
  void unreadableWebhookIsNotExplained() {
    database.execute("update webhook set key_id = 'lost'");

    for (ThrowingCallable find :
        List.<ThrowingCallable>of(
            this::explained, () -> webhooks.explained().findAsAdmin(OWNER, webhook + ""))) {
      assertThatThrownBy(find)
          .isInstanceOf(Refusal.class)
          .extracting("code")
          .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    }
  }

  @Test
  void findsChangesShortlyBeforeAndAfter() {
    webhooks.subscribe(webhook, "b.v1");
    Instant change = explained().present().revision().from();

    List<Revision> after =
        webhooks.explained().settingsAt(explained(), change.plusSeconds(59)).near();
    List<Revision> before =
        webhooks.explained().settingsAt(explained(), change.minusSeconds(59)).near();

    assertThat(after)
        .extracting(one -> one.settings().eventTypes())
        .containsExactly(List.of("a.v1"));
    assertThat(before)
        .extracting(one -> one.settings().eventTypes())
        .containsExactly(List.of("b.v1"));
    assertThat(
            List.of(change.minusSeconds(61), change.plusSeconds(61)).stream()
                .map(time -> webhooks.explained().settingsAt(explained(), time).near()))
        .allMatch(List::isEmpty);
  }

  @Test
  void optionsOfEarlierVersionAreShownAsTheyWere() {
    webhooks.setOptions(webhook, "{'description':'first'}");
    Instant first = Instant.now().plusMillis(5);
    database.execute("update webhook_revision set valid_from = valid_from - interval '1' hour");
    database.execute("update webhook_revision set valid_until = valid_until - interval '1' hour");
    webhooks.setOptions(webhook, "{'description':'second'}");

    assertThat(settingsAt(first.minus(Duration.ofMinutes(10))).options().orElseThrow())
        .isEqualTo(Map.of("description", "first"));
  }
}
