package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.FiredEvents;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.EncryptedOptions;
import webhooks.domain.option.OptionJson;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.subscription.Flow;
import webhooks.domain.webhook.deactivation.FailuresReset;
import webhooks.domain.webhook.pause.PauseChanged;

/** What a change of a webhook tells the queue. */
@OnEveryDatabase
class WebhookRepositoryTest {
  private final TestDatabase database;
  private final TestEntities entities;
  private final List<Boolean> activeWhenFired = new ArrayList<>();
  private final FiredEvents fired =
      new FiredEvents() {
        @Override
        public void fire(Object event) {
          super.fire(event);
          if (event instanceof FailuresReset) {
            activeWhenFired.add(isActive());
          }
        }
      };
  private UUID webhook;

  WebhookRepositoryTest(TestDatabase database) {
    this.database = database;
    this.entities = new TestEntities(database);
  }

  @BeforeEach
  void insertAnInactiveWebhook() {
    database.clear();
    webhook = new WebhookRow().with("active", false).insertInto(database);
  }

  @AfterEach
  void close() {
    entities.close();
  }

  /** Reads the row as the transaction of the change sees it. */
  private boolean isActive() {
    try (var connection = database.database().connection();
        var select = connection.prepareStatement("select active from webhook where id = ?")) {
      select.setObject(1, webhook);
      try (var row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void change(Optional<String> url, Optional<Boolean> active) {
    UpdateWebhook request =
        new UpdateWebhook(url, Optional.empty(), active, Optional.empty(), List.of());
    entities.run(
        () ->
            RepositoryFixture.repository(database, entities, fired)
                .change(webhook, found -> found.update(request, WebhookRow.CIPHER)));
  }

  private void changeOptions(String json) {
    WebhookOptions changed =
        new ChangeOptions(OptionJson.members(json), true, List.of())
            .applyTo(WebhookOptions.NONE, CallbackUrl.parse("https://example.com/").origin());
    entities.run(
        () ->
            RepositoryFixture.repository(database, entities, fired)
                .change(
                    webhook,
                    found -> {
                      found.setOptions(changed);
                      return true;
                    }));
  }

  private EncryptedOptions storedOptions() {
    return new OptionsRepository(database.database(), WebhookRow.CIPHER, () -> true)
        .find(webhook)
        .orElseThrow();
  }

  private Webhook stored() {
    AtomicReference<Webhook> read = new AtomicReference<>();
    entities.run(
        () ->
            RepositoryFixture.repository(database, entities, fired)
                .find(webhook)
                .ifPresent(read::set));
    return read.get();
  }

  @Test
  void changeOfOptionsLeavesWebhookAndAdvancesItsVersion() {
    Webhook before = stored();

    changeOptions("{'description': 'a canary'}");

    Webhook after = stored();
    assertThat(after.view(WebhookRow.CIPHER)).isEqualTo(before.view(WebhookRow.CIPHER));
    assertThat(after.version()).isGreaterThan(before.version());
    assertThat(after.subscription(WebhookRow.CIPHER).hasOptions()).isTrue();
    assertThat(storedOptions().version()).isEqualTo(after.version());
    assertThat(storedOptions().decrypt(WebhookRow.CIPHER).stored())
        .isEqualTo("{\"description\":\"a canary\"}");
  }

  @Test
  void webhookWithoutOptionsNeedsNoOtherRow() {
    changeOptions("{'description': 'reset'}");
    changeOptions("{}");

    assertThat(stored().subscription(WebhookRow.CIPHER).hasOptions()).isFalse();
  }

  @Test
  void timeOutIsInTheRowOfTheWebhook() {
    changeOptions("{'timeout': 'PT2.5S', 'throttle': {'maxInFlight': 1}}");

    assertThat(stored().flow())
        .isEqualTo(new Flow(false, 0, true, Optional.of(Duration.ofMillis(2500))));
    assertThat(database.count("select attempt_timeout_ms from webhook where id = ?", webhook))
        .isEqualTo(2500);
    changeOptions("{'description': 'no time-out'}");

    assertThat(stored().flow()).isEqualTo(Flow.FREE);
  }

  @Test
  void otherChangesKeepOptions() {
    changeOptions("{'headers': [{'name': 'X-Key', 'value': 'kept'}]}");
    Instant modified = storedOptions().modified();
    change(Optional.of("https://EXAMPLE.com:443/other"), Optional.of(true));

    assertThat(storedOptions().decrypt(WebhookRow.CIPHER).stored())
        .contains("kept", "https://example.com:443");
    assertThat(storedOptions().modified()).isEqualTo(modified);
  }

  /** Otherwise a way back to the first URL would bind the secret again. */
  @ParameterizedTest
  @ValueSource(
      strings = {"https://other.example/", "https://example.com:444/", "https://sub.example.com/"})
  void changeOfOriginUnbindsSecrets(String url) {
    changeOptions("{'headers': [{'name': 'X-Key', 'value': 'kept'}]}");
    change(Optional.of(url), Optional.of(true));

    assertThat(storedOptions().decrypt(WebhookRow.CIPHER).stored())
        .contains("kept")
        .doesNotContain("example.com");
  }

  @Test
  void deletionErasesOptions() {
    changeOptions("{'description': 'erased', 'timeout': 'PT20S'}");
    // Options that can't be read must not prevent the deletion.
    database.execute("update webhook_options set key_id = 'lost'");
    entities.run(
        () ->
            RepositoryFixture.repository(database, entities, fired)
                .change(
                    webhook,
                    found -> {
                      found.delete(WebhookRow.CIPHER);
                      return true;
                    }));

    assertThat(database.count("select count(*) from webhook_options")).isZero();
    assertThat(database.count("select count(attempt_timeout_ms) from webhook")).isZero();
  }

  @Test
  void activationResetsFailuresAfterTheRowIsWritten() {
    change(Optional.empty(), Optional.of(true));

    assertThat(fired.of(FailuresReset.class)).containsExactly(new FailuresReset(webhook));
    assertThat(activeWhenFired).containsExactly(true);
  }

  @Test
  void newUrlResetsFailures() {
    change(Optional.of("https://other.example.com/"), Optional.empty());

    assertThat(fired.of(FailuresReset.class)).hasSize(1);
  }

  @Test
  void deactivationKeepsTheStreak() {
    change(Optional.empty(), Optional.of(true));
    change(Optional.empty(), Optional.of(false));

    assertThat(fired.of(FailuresReset.class)).hasSize(1);
  }

  private void changePause(Function<Webhook, Boolean> change) {
    entities.run(
        () ->
            RepositoryFixture.repository(database, entities, fired).change(webhook, change::apply));
  }

  private void pause(Instant until) {
    changePause(
        found -> {
          found.pause().begin(webhook, Instant.now(), until);
          return true;
        });
  }

  private List<UUID> duePauses(int skipped) {
    return entities.inTransaction(
        () -> RepositoryFixture.repository(database, entities, fired).duePauses(skipped));
  }

  @Test
  void pauseLeavesTheWebhookAndAdvancesItsVersion() {
    Webhook before = stored();

    pause(Instant.now().plusSeconds(60));

    Webhook paused = stored();
    assertThat(paused.view(WebhookRow.CIPHER)).isEqualTo(before.view(WebhookRow.CIPHER));
    assertThat(paused.version()).isGreaterThan(before.version());
    assertThat(paused.flow()).isEqualTo(new Flow(true, 1, false, Optional.empty()));
    changePause(found -> found.pause().end(webhook));
    assertThat(stored().view(WebhookRow.CIPHER)).isEqualTo(before.view(WebhookRow.CIPHER));
    assertThat(stored().flow()).isEqualTo(new Flow(false, 1, false, Optional.empty()));
    assertThat(fired.of(PauseChanged.class)).hasSize(2);
  }

  @Test
  void otherChangesKeepThePause() {
    pause(Instant.now().plusSeconds(60));

    change(Optional.of("https://example.org/"), Optional.of(true));

    assertThat(stored().flow().paused()).isTrue();
    assertThat(fired.of(PauseChanged.class)).hasSize(1);
  }

  @Test
  void findsPausesThatAreOver() {
    pause(Instant.now().plusSeconds(60));
    assertThat(duePauses(0)).isEmpty();
    pause(Instant.now().minusSeconds(60));

    assertThat(duePauses(0)).containsExactly(webhook);
    assertThat(duePauses(1)).isEmpty();
    assertThat(
            entities.inTransaction(
                () -> RepositoryFixture.repository(database, entities, fired).isPauseDue(webhook)))
        .isTrue();
    changePause(found -> found.pause().end(webhook));
    assertThat(duePauses(0)).isEmpty();
  }

  @Test
  void pausedWebhookIsNotDeactivatedForFailures() {
    change(Optional.empty(), Optional.of(true));
    database.execute(
        "insert into failure_streak (webhook_id, account_id, failures, since)"
            + " values (?, 'account', 20, current_timestamp - interval '80' hour)",
        webhook);
    pause(Instant.now().plusSeconds(60));

    entities.run(
        () -> RepositoryFixture.repository(database, entities, fired).deactivateFailing(webhook));
    assertThat(isActive()).isTrue();

    changePause(found -> found.pause().end(webhook));
    entities.run(
        () -> RepositoryFixture.repository(database, entities, fired).deactivateFailing(webhook));
    assertThat(isActive()).isFalse();
  }
}
