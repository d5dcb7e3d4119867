package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;
import webhooks.domain.webhook.proof.ProofMethod;
import webhooks.domain.webhook.proof.ProofSubject;
import webhooks.domain.webhook.proof.ProofView;

/** The proof of ownership in a webhook's row. */
@OnEveryDatabase
class OwnershipProofRowTest {
  private static final Instant NOW = Instant.parse("2026-10-02T14:55:00.463Z");
  private static final String PROOFS =
      "select count(*) from webhook where proof_digest is not null and proof_method = 'options'"
          + " and proven_at is not null";

  private final TestDatabase database;
  private final TestEntities entities;
  private UUID id;

  OwnershipProofRowTest(TestDatabase database) {
    this.database = database;
    this.entities = new TestEntities(database);
  }

  @BeforeEach
  void insertAWebhook() {
    database.clear();
    id = new WebhookRow().insertInto(database);
  }

  @AfterEach
  void close() {
    entities.close();
  }

  private void change(WebhookRepository.Change change) {
    entities.run(() -> RepositoryFixture.repository(database, entities).change(id, change));
  }

  private Webhook stored() {
    return entities
        .inTransaction(() -> RepositoryFixture.repository(database, entities).find(id))
        .orElseThrow();
  }

  private static ProofSubject subject(Webhook webhook) {
    return webhook.proofSubject(webhook.callbackUrl(WebhookRow.CIPHER));
  }

  private void prove() {
    change(
        webhook -> {
          webhook.proof().give(subject(webhook), ProofMethod.OPTIONS, NOW);
          return true;
        });
  }

  @Test
  void webhookWithoutProofHasNone() {
    Webhook webhook = stored();

    assertThat(webhook.proof().view(subject(webhook))).isEqualTo(ProofView.NONE);
  }

  @Test
  void storesTheProofAndLeavesTheV2Object() {
    WebhookView before = stored().view(WebhookRow.CIPHER);

    prove();

    Webhook webhook = stored();
    assertThat(webhook.proof().view(subject(webhook)))
        .isEqualTo(new ProofView(Optional.of(NOW), Optional.of("options")));
    assertThat(webhook.view(WebhookRow.CIPHER)).isEqualTo(before);
    assertThat(database.count(PROOFS)).isEqualTo(1);
  }

  /** It knows nothing of proofs, and leaves the columns as they are. */
  @Test
  void urlThatANodeOfAnEarlierVersionChangesHasNoProof() {
    prove();

    change(
        webhook -> {
          webhook.protect(WebhookRow.CIPHER, "https://example.com/other", "s".repeat(32));
          return true;
        });

    Webhook webhook = stored();
    assertThat(database.count(PROOFS)).isEqualTo(1);
    assertThat(webhook.proof().view(subject(webhook))).isEqualTo(ProofView.NONE);
  }

  @Test
  void deletedWebhookHasNoProof() {
    prove();

    change(
        webhook -> {
          webhook.delete(WebhookRow.CIPHER);
          return true;
        });

    assertThat(
            database.count(
                "select count(*) from webhook where proof_digest is not null"
                    + " or proof_method is not null or proven_at is not null"))
        .isZero();
  }
}
