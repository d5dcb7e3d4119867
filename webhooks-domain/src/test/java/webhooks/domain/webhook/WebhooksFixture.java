package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import webhooks.domain.access.AccessControl;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.address.CallbackUrlValidator;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.option.EncryptedOptions;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.Settings;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.block.BlockKind;
import webhooks.domain.webhook.block.BlockLookup;

/** The use cases of one webhook, with notes of their steps. */
abstract class WebhooksFixture {
  static final String ITWIN = "5b1f3a52-57a9-4d5e-8a3c-0d4c2b1a9f8e";

  final SecretCipher cipher = WebhookRow.CIPHER;
  final Webhook webhook =
      new Webhook(UUID.randomUUID(), caller(true, false), WebhookScope.ITWIN, ITWIN, Instant.EPOCH);
  final List<String> steps = new ArrayList<>();
  final WebhookPermissions permissions =
      new WebhookPermissions(new NotedPermissions(), TestSettings.with());
  final WebhookAccess access =
      new WebhookAccess(new OneWebhook(), new StoredOptions(), permissions, new NoBlocks(), cipher);
  final Webhooks webhooks = webhooks(TestSettings.with());
  WebhookOptions storedOptions = WebhookOptions.NONE;
  long selectionBytesOfOthers;
  boolean allowed = true;
  boolean deletedMeanwhile;
  Runnable changedMeanwhile = () -> {};

  final Webhooks webhooks(Settings settings) {
    return new Webhooks(
        new OneWebhook(),
        new NotedActs(),
        access,
        new WebhookRules(null, new AnyUrl(), settings),
        cipher);
  }

  /** A repository of one webhook that notes where a transaction begins and ends. */
  final class OneWebhook extends WebhookRepository {
    @Override
    public Optional<Webhook> find(UUID id) {
      return Optional.of(webhook);
    }

    @Override
    public long selectionBytes(String accountId, UUID exceptId) {
      return selectionBytesOfOthers;
    }

    @Override
    public void dropExpiredSecrets() {}

    @Override
    public Optional<Webhook> change(UUID id, Change change) {
      steps.add("begin");
      if (deletedMeanwhile) {
        webhook.delete(cipher);
      }
      changedMeanwhile.run();
      change.make(webhook);
      steps.add("commit");
      return Optional.of(webhook);
    }
  }

  /** Has the options of {@link #storedOptions}. */
  final class StoredOptions extends OptionsRepository {
    @Override
    public Optional<EncryptedOptions> find(UUID webhookId) {
      byte[] content = cipher.encrypt(webhookId, EncryptedColumn.OPTIONS, storedOptions.stored());
      return Optional.of(
          new EncryptedOptions(
              webhookId, webhook.version(), cipher.keyId(), content, Instant.EPOCH));
    }
  }

  /** Notes the checks; the account {@code organization} owns the iTwin. */
  final class NotedPermissions implements AccessControl {
    @Override
    public BooleanSupplier permissionToMaintain(Caller caller, UUID iTwin) {
      return WebhooksFixture.this.permissionToMaintain();
    }

    @Override
    public boolean administersOwner(Caller caller, UUID iTwin) {
      return caller.administers("organization") && iTwin.toString().equals(ITWIN);
    }
  }

  private static final class AnyUrl extends CallbackUrlValidator {
    @Override
    public void check(String url, LimitKey caller, Faults faults) {}
  }

  private static final class NoBlocks extends BlockLookup {
    @Override
    public Optional<BlockKind> find(UUID webhook, String clientId, String accountId) {
      return Optional.empty();
    }
  }

  /** Notes each audit entry among the other steps. */
  final class NotedActs extends AuditTrail {
    @Override
    public void add(AuditEntry entry) {
      steps.add(entry.action().text() + entry.detail().map(detail -> ": " + detail).orElse(""));
    }
  }

  static Caller caller(boolean application, boolean administrator) {
    return caller(Optional.of("account"), application, administrator);
  }

  static Caller caller(Optional<String> account, boolean application, boolean administrator) {
    return Callers.of("client", account, application, administrator);
  }

  @BeforeEach
  void create() {
    webhook.protect(cipher, "https://example.com/", "s".repeat(32));
    webhook.subscribe(List.of("a.v1"));
  }

  /** Notes when the access control is asked and when its answer is read. */
  private BooleanSupplier permissionToMaintain() {
    steps.add("ask");
    return () -> {
      steps.add("read");
      return allowed;
    };
  }

  WebhookView activate(Caller caller, boolean active) {
    return activate(caller, active, List.of());
  }

  WebhookView activate(Caller caller, boolean active, List<Fault> faults) {
    UpdateWebhook request =
        new UpdateWebhook(
            Optional.empty(), Optional.empty(), Optional.of(active), Optional.empty(), faults);
    return webhooks.update(caller, webhook.id().toString(), request);
  }

  static void assertForbidden(Runnable call) {
    assertRefused(call, ErrorCode.INSUFFICIENT_PERMISSIONS);
  }

  static void assertNotFound(Runnable call) {
    assertRefused(call, ErrorCode.WEBHOOK_NOT_FOUND);
  }

  static void assertRefused(Runnable call, ErrorCode code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
