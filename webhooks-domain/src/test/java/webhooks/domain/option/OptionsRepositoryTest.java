package webhooks.domain.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static webhooks.domain.option.OptionRules.OTHER;
import static webhooks.domain.option.OptionRules.RECEIVER;
import static webhooks.domain.option.OptionRules.options;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.option.signature.Signature;
import webhooks.domain.option.signature.SigningKey;
import webhooks.domain.option.signature.SigningKeys;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.webhook.WebhookRow;

/** Stored options: encrypted, also after a change of the key, and unreadable ones. */
@OnEveryDatabase
class OptionsRepositoryTest {
  private static final String DUE =
      "select count(*) from webhook_options where payload_due <= current_timestamp";

  private static final Instant TIME = Instant.parse("2026-10-02T14:55:00.463Z");
  private static final WebhookOptions OPTIONS =
      options("{'headers': [{'name': 'X-Key', 'value': 'canary'}]}");

  private final TestDatabase database;
  private final Map<OptionsRepository, SecretCipher> ciphers = new HashMap<>();
  private final OptionsRepository repository;
  private UUID webhook;

  OptionsRepositoryTest(TestDatabase database) {
    this.database = database;
    this.repository = with(WebhookRow.CIPHER);
  }

  @BeforeEach
  void putOptions() {
    database.clear();
    webhook = new WebhookRow().insertInto(database);
    put(OPTIONS);
  }

  private void put(WebhookOptions options) {
    database.inTransaction(
        () -> {
          repository.put(webhook, "account", options, TIME);
          return null;
        });
  }

  private WebhookOptions get(OptionsRepository from) {
    return get(from, webhook);
  }

  private WebhookOptions get(OptionsRepository from, UUID id) {
    return from.find(id)
        .map(stored -> stored.decrypt(ciphers.get(from)))
        .orElse(WebhookOptions.NONE);
  }

  private OptionsRepository with(SecretCipher cipher) {
    OptionsRepository created = new OptionsRepository(database.database(), cipher, () -> true);
    ciphers.put(created, cipher);
    return created;
  }

  private OptionsRepository withKey(char letter, String... previous) {
    String key =
        Base64.getEncoder()
            .encodeToString(String.valueOf(letter).repeat(32).getBytes(StandardCharsets.US_ASCII));
    return with(
        SecretCipher.of(
            TestSettings.with(
                "webhooks.encryption.key",
                key,
                "webhooks.encryption.previous-keys",
                String.join(",", previous)),
            Dialect.POSTGRESQL));
  }

  @Test
  void returnsWhatWasPutLast() {
    assertThat(get(repository).changes(OPTIONS)).isEmpty();

    WebhookOptions later = options("{'description': 'later'}");
    put(later);

    assertThat(get(repository).changes(later)).isEmpty();
    assertThat(repository.find(webhook).orElseThrow().modified()).isEqualTo(TIME);
  }

  @Test
  void refusesChangeWhileOlderNodeRuns() {
    OptionsRepository beside =
        new OptionsRepository(database.database(), WebhookRow.CIPHER, () -> false);

    assertThatThrownBy(beside::requireSupport)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
    assertThatCode(repository::requireSupport).doesNotThrowAnyException();
  }

  @Test
  void contentIsEncrypted() {
    assertThat(
            new String(
                repository.find(webhook).orElseThrow().content(), StandardCharsets.ISO_8859_1))
        .doesNotContain("canary", "X-Key");
  }

  @Test
  void contentOfAnotherWebhookIsNotRead() {
    UUID other = new WebhookRow().insertInto(database);
    database.execute("update webhook_options set webhook_id = ?", other);

    assertThatThrownBy(() -> get(repository, other)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void webhookWithoutPayloadTimeIsNeverDue() {
    put(options("{'description': 'later'}"));

    assertThat(database.count(DUE)).isZero();
  }

  @Test
  void changeOfThePayloadTimeAloneBeginsASweep() {
    String swept = "select count(*) from webhook_options where payload_swept is not null";
    put(options("{'retention': {'payload': 'PT1H'}}"));
    assertThat(database.count(DUE)).isEqualTo(1);
    database.execute(
        "update webhook_options set payload_swept = current_timestamp, sweep_status = 1,"
            + " payload_due = current_timestamp + interval '1' hour");

    put(options("{'retention': {'payload': 'PT60M'}, 'description': 'later'}"));
    assertThat(database.count(swept + " and sweep_status = 1")).isEqualTo(1);
    assertThat(database.count(DUE)).isZero();

    put(options("{'retention': {'payload': 'PT59M'}}"));
    assertThat(database.count(swept)).isZero();
    assertThat(database.count(DUE + " and sweep_status is null")).isEqualTo(1);

    put(options("{'retention': {'storeResponse': false}}"));
    assertThat(database.count("select count(*) from webhook_options where payload_due is null"))
        .isEqualTo(1);
  }

  @Test
  void deletionLeavesNone() {
    database.inTransaction(
        () -> {
          repository.delete(webhook);
          return null;
        });

    assertThat(repository.find(webhook)).isEmpty();
    assertThat(get(repository).isEmpty()).isTrue();
  }

  @Test
  void newKeyReadsOldOptionsUntilTheyAreEncryptedAgain() {
    OptionsRepository rotated = withKey('a', NodeSettings.KEY);
    assertThat(get(rotated).changes(OPTIONS)).isEmpty();

    database.inTransaction(
        () -> {
          rotated.reencrypt(webhook);
          return null;
        });

    assertThat(get(withKey('a')).changes(OPTIONS)).isEmpty();
    assertThat(rotated.find(webhook).orElseThrow().modified()).isEqualTo(TIME);
  }

  private static WebhookOptions rotatedAt(Instant time) {
    WebhookOptions both = options("{'signature': {'schemes': ['v1', 'v1a']}}");
    Signature before = both.signature();
    SigningKeys rotated =
        before.keys().orElseThrow().rotated(SigningKey.generate(), time, Duration.ofHours(1));
    return both.with(before.with(rotated));
  }

  @Test
  void signingKeysAreDueByTheDatabasesClock() {
    assertThat(repository.dueSigningKeys()).isEmpty();
    database.execute("update webhook set has_options = true");
    put(rotatedAt(repository.now().minus(Duration.ofMinutes(60))));
    assertThat(repository.dueSigningKeys()).isEmpty();

    WebhookOptions due = rotatedAt(repository.now().minus(Duration.ofMinutes(62)));
    put(due);

    assertThat(repository.dueSigningKeys()).containsExactly(webhook);
    assertThat(get(repository).signature()).isEqualTo(due.signature());
    repository.postponeSigningKeys(webhook);
    assertThat(repository.dueSigningKeys()).isEmpty();
    assertThat(
            database.count("select count(*) from webhook_options where signing_keys_due > now()"))
        .isEqualTo(1);
    put(OPTIONS);
    assertThat(
            database.count("select count(*) from webhook_options where signing_keys_due > now()"))
        .isZero();
  }

  @Test
  void encryptionAgainKeepsSigningKeysAndTheirTimes() {
    database.execute("update webhook set has_options = true");
    WebhookOptions due = rotatedAt(repository.now().minus(Duration.ofHours(2)));
    put(due);
    OptionsRepository rotated = withKey('a', NodeSettings.KEY);

    database.inTransaction(
        () -> {
          rotated.reencrypt(webhook);
          return null;
        });

    OptionsRepository later = withKey('a');
    assertThat(get(later).signature()).isEqualTo(due.signature());
    assertThat(later.dueSigningKeys()).containsExactly(webhook);
  }

  @Test
  void privateKeyIsEncrypted() {
    WebhookOptions due = rotatedAt(TIME);
    put(due);

    assertThat(
            new String(
                repository.find(webhook).orElseThrow().content(), StandardCharsets.ISO_8859_1))
        .doesNotContain(due.signature().signingKey().orElseThrow().privateKey());
  }

  @Test
  void unboundSecretsAreSentToNobody() {
    database.inTransaction(
        () -> {
          repository.unbind(webhook, "account");
          return null;
        });

    WebhookOptions unbound = get(repository);
    assertThat(unbound.requestHeaders(RECEIVER)).isEmpty();
    assertThat(unbound.requestHeaders(OTHER)).isEmpty();
    assertThat(unbound.shown(RECEIVER).toString()).contains("bound=false");
  }

  /** A webhook whose options can't be read must still get another URL. */
  @Test
  void unreadableOptionsStayUnreadable() {
    OptionsRepository stranger = withKey('b');

    database.inTransaction(
        () -> {
          stranger.unbind(webhook, "account");
          return null;
        });

    assertThatThrownBy(() -> get(stranger)).isInstanceOf(IllegalStateException.class);
    assertThat(get(repository).changes(OPTIONS)).isEmpty();
  }
}
