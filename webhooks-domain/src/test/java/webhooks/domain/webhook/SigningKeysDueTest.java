package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;
import webhooks.domain.option.OptionRules;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.option.signature.SigningKey;
import webhooks.domain.option.signature.SigningKeys;

/** The upkeep of signing keys, in the database. */
@OnEveryDatabase
class SigningKeysDueTest {
  private final TestDatabase database;
  private final TestEntities entities;
  private final OptionsRepository options;
  private UUID webhook;

  SigningKeysDueTest(TestDatabase database) {
    this.database = database;
    this.entities = new TestEntities(database);
    this.options = new OptionsRepository(database.database(), WebhookRow.CIPHER, () -> true);
  }

  @BeforeEach
  void insertWebhook() {
    database.clear();
    webhook = new WebhookRow().with("has_options", true).insertInto(database);
  }

  @AfterEach
  void close() {
    entities.close();
  }

  /** Stores keys that were rotated this long ago. */
  private SigningKeys rotated(Duration ago) {
    WebhookOptions asymmetric = OptionRules.options("{'signature': {'schemes': ['v1a']}}");
    SigningKeys keys =
        asymmetric
            .signature()
            .keys()
            .orElseThrow()
            .rotated(SigningKey.generate(), options.now().minus(ago), Duration.ofHours(1));
    database.inTransaction(
        () -> {
          options.put(
              webhook,
              "account",
              asymmetric.with(asymmetric.signature().with(keys)),
              options.now());
          return null;
        });
    return keys;
  }

  private void endDue() {
    entities.run(
        () ->
            new SigningKeyUpdates(
                    new OptionUpdates.Tables(
                        RepositoryFixture.repository(database, entities),
                        options,
                        new AuditTrail(database.database())),
                    null,
                    WebhookRow.CIPHER)
                .endDue());
  }

  private SigningKeys stored() {
    return options
        .find(webhook)
        .orElseThrow()
        .decrypt(WebhookRow.CIPHER)
        .signature()
        .keys()
        .orElseThrow();
  }

  private long version() {
    return database.count("select version from webhook");
  }

  @Test
  void nextKeyBecomesTheCurrentOneOnEachNode() {
    SigningKeys before = rotated(Duration.ofMinutes(62));
    long version = version();

    endDue();

    assertThat(stored().current()).isEqualTo(before.next().orElseThrow().key());
    assertThat(stored().published()).contains(before.current().publicKey());
    // Each node loads the options of webhooks that have another version.
    assertThat(version()).isGreaterThan(version);
    assertThat(options.dueSigningKeys()).isEmpty();
    version = version();
    endDue();
    assertThat(version()).isEqualTo(version);
  }

  @Test
  void keyIsNotUsedBeforeItsTime() {
    SigningKeys before = rotated(Duration.ofMinutes(60));

    endDue();

    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void formerKeyEnds() {
    rotated(Duration.ofMinutes(62));
    endDue();
    SigningKey current = stored().current();
    database.execute("update webhook_options set signing_keys_due = current_timestamp");

    endDue();

    assertThat(stored().retired()).as("its time has not come").hasSize(1);
    assertThat(stored().at(options.now().plus(Duration.ofHours(3))).published())
        .containsExactly(current.publicKey());
  }

  @Test
  void optionsThatCanNotBeReadWaitAnHour() {
    rotated(Duration.ofHours(2));
    database.execute("update webhook_options set key_id = 'lost'");

    endDue();

    assertThat(options.dueSigningKeys()).isEmpty();
    assertThat(
            database.count(
                "select count(*) from webhook_options where signing_keys_due is not null"))
        .isEqualTo(1);
  }
}
