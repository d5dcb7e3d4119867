package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.option.EncryptedOptions;
import webhooks.domain.option.OptionRules;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.option.signature.RotateSigningKey;
import webhooks.domain.option.signature.SigningKey;
import webhooks.domain.option.signature.SigningKeys;
import webhooks.domain.secret.EncryptedColumn;

/** The order of the checks of a rotation, and its result. */
class SigningKeyUpdatesTest extends WebhooksFixture {
  private static final Instant NOW = Instant.parse("2026-10-02T14:55:00.463Z");
  private static final WebhookOptions ASYMMETRIC =
      OptionRules.options("{'signature': {'schemes': ['v1a']}, 'description': 'kept'}");

  private final SigningKey first = ASYMMETRIC.signature().signingKey().orElseThrow();
  private final Caller owner = caller(true, false);
  private String stored = ASYMMETRIC.stored();
  private boolean isOfAllNodes = true;
  private Instant now = NOW;
  private boolean isPostponed;
  private List<UUID> due = List.of(webhook.id());

  private final SigningKeyUpdates updates =
      new SigningKeyUpdates(
          new OptionUpdates.Tables(new OneWebhook(), new OneRow(), new NotedActs()),
          access,
          cipher);

  /** The row of the webhook's options. */
  private final class OneRow extends OptionsRepository {
    OneRow() {
      super(null, WebhookRow.CIPHER, () -> SigningKeyUpdatesTest.this.isOfAllNodes);
    }

    @Override
    public Optional<EncryptedOptions> find(UUID webhookId) {
      if (!webhookId.equals(webhook.id())) {
        return Optional.empty();
      }
      String text = webhook.newOptions().map(WebhookOptions::stored).orElse(stored);
      byte[] content = cipher.encrypt(webhookId, EncryptedColumn.OPTIONS, text);
      return Optional.of(
          new EncryptedOptions(webhookId, 1, cipher.keyId(), content, Instant.EPOCH));
    }

    @Override
    public List<UUID> dueSigningKeys() {
      return due;
    }

    @Override
    public void postponeSigningKeys(UUID webhookId) {
      isPostponed = true;
    }

    @Override
    public Instant now() {
      return now;
    }
  }

  private Map<String, Object> rotate(Caller caller, String useAfter, Fault... faults) {
    return updates.rotate(
        caller,
        webhook.id().toString(),
        new RotateSigningKey(Optional.ofNullable(useAfter), List.of(faults)));
  }

  private SigningKeys keys() {
    return webhook.newOptions().orElseThrow().signature().keys().orElseThrow();
  }

  @Test
  void rotationPublishesTheNewKeyByTheDatabasesClock() {
    Map<String, Object> shown = rotate(owner, null);

    assertThat(steps)
        .containsExactly(
            "ask",
            "begin",
            "read",
            "signingKey.rotated: used from 2026-10-02T15:56:00.463Z",
            "commit");
    assertThat(keys().current()).isEqualTo(first);
    assertThat(shown).containsEntry("publicKey", first.publicKey().text());
    assertThat(shown.toString()).contains("usedFrom=2026-10-02T15:56:00.463Z");
    assertThat(webhook.newOptions().orElseThrow().stored()).contains("kept");
    assertThat(updates.published(webhook.id()).orElseThrow())
        .hasSize(2)
        .contains(first.publicKey());
  }

  @Test
  void upkeepMakesTheNextKeyTheCurrentOne() {
    rotate(owner, "PT1H");
    SigningKey next = keys().next().orElseThrow().key();
    now = NOW.plusSeconds(3660);

    updates.endDue();

    assertThat(keys().current()).isEqualTo(next);
    assertThat(updates.published(webhook.id()).orElseThrow())
        .containsExactly(next.publicKey(), first.publicKey());
  }

  @Test
  void leakedKeyIsGoneAtOnce() {
    rotate(owner, "PT0S");

    assertThat(steps).contains("signingKey.rotated: used at once");
    assertThat(updates.published(webhook.id()).orElseThrow())
        .hasSize(1)
        .doesNotContain(first.publicKey());
  }

  @Test
  void faultsComeBeforePermission() {
    allowed = false;
    Fault unknown = Fault.of(FaultCode.INVALID_PROPERTY, "color", "unknown");

    assertThatThrownBy(() -> rotate(owner, "PT1S", unknown))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.details())
                    .extracting(Fault::target)
                    .containsExactly(Optional.of("color"), Optional.of("useAfter")));
    assertThat(steps).isEmpty();
    assertForbidden(() -> rotate(owner, null));
  }

  @Test
  void webhookWithoutKeyHasNothingToRotate() {
    stored = "{\"signature\":{\"schemes\":[\"v1\"]}}";

    assertRefused(() -> rotate(owner, null), ErrorCode.INVALID_REQUEST);
    assertThat(updates.published(webhook.id())).isEmpty();
  }

  @Test
  void othersCanNotRotate() {
    assertNotFound(() -> rotate(caller(Optional.of("other"), true, false), null));
    assertForbidden(() -> rotate(caller(Optional.of("organization"), false, true), null));
    assertForbidden(() -> rotate(caller(Optional.empty(), true, false), null));
  }

  @Test
  void nothingChangesWhileOlderNodeRuns() {
    isOfAllNodes = false;

    assertRefused(() -> rotate(owner, null), ErrorCode.SERVICE_UNAVAILABLE);
    assertThat(steps).doesNotContain("begin");
  }

  @Test
  void unknownWebhooksHaveNoKeys() {
    assertThat(updates.published(UUID.randomUUID())).isEmpty();
  }

  @Test
  void webhookThatCanNotBeChangedIsLeftForLater() {
    rotate(owner, "PT1H");
    SigningKey next = keys().next().orElseThrow().key();
    now = NOW.plusSeconds(3660);
    due = List.of(UUID.randomUUID(), webhook.id());
    changedMeanwhile =
        () -> {
          changedMeanwhile = () -> {};
          throw new IllegalStateException("Corrupt");
        };

    updates.endDue();

    assertThat(isPostponed).isTrue();
    assertThat(keys().current()).isEqualTo(next);
  }

  /** A webhook whose keys can't be read must not keep others from their turn. */
  @Test
  void unreadableKeysAreLeftForLater() {
    stored = "{\"later\":1}";

    updates.endDue();

    assertThat(isPostponed).isTrue();
    assertRefused(() -> updates.published(webhook.id()), ErrorCode.SERVICE_UNAVAILABLE);
    assertRefused(() -> rotate(owner, null), ErrorCode.INVALID_REQUEST);
  }
}
