package webhooks.domain.webhook;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import webhooks.domain.access.AccessControl;
import webhooks.domain.access.Caller;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.OptionJson;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.settings.Settings;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.webhook.block.BlockLookup;
import webhooks.domain.webhook.block.StoppedWebhooks;
import webhooks.domain.webhook.deactivation.DeactivationReason;

/** The use cases of webhooks in a database, whose calls are transactions as in a container. */
public final class StoredWebhooks {
  /** The iTwins whose webhooks each caller may maintain. */
  public final Set<UUID> allowed = new HashSet<>();

  private final TestDatabase database;
  private final WebhookRepository repository;
  private final WebhookPermissions permissions;
  private final BlockLookup blocks;
  private final Settings settings;

  /** Creates the use cases with these settings. */
  public StoredWebhooks(TestDatabase database, TestEntities entities, String... settings) {
    this.database = database;
    this.repository = new InTransactions(database, entities);
    this.settings = TestSettings.with(settings);
    this.permissions = new WebhookPermissions(new Allowed(), this.settings);
    this.blocks = new BlockLookup(database.database());
  }

  private static final class InTransactions extends WebhookRepository {
    private final TestEntities entities;
    private final WebhookRepository real;

    InTransactions(TestDatabase database, TestEntities entities) {
      this.entities = entities;
      this.real = RepositoryFixture.repository(database, entities);
    }

    @Override
    public Optional<Webhook> find(UUID id) {
      return entities.inTransaction(() -> real.find(id));
    }

    @Override
    public Optional<Webhook> change(UUID id, Change change) {
      return entities.inTransaction(() -> real.change(id, change));
    }
  }

  private final class Allowed implements AccessControl {
    @Override
    public BooleanSupplier permissionToMaintain(Caller caller, UUID iTwin) {
      return () -> allowed.contains(iTwin);
    }

    @Override
    public boolean administersOwner(Caller caller, UUID iTwin) {
      return false;
    }
  }

  /** Returns the checks of callers. */
  public WebhookAccess access() {
    return new WebhookAccess(
        repository, RepositoryFixture.options(database), permissions, blocks, WebhookRow.CIPHER);
  }

  /** Returns the webhooks with their former settings. */
  public ExplainedWebhooks explained() {
    return new ExplainedWebhooks(
        repository,
        access(),
        permissions,
        blocks,
        new ExplainedWebhooks.History(
            new SettingsHistory(
                RepositoryFixture.revisions(database),
                RepositoryFixture.options(database),
                WebhookRow.CIPHER),
            RepositoryFixture.revisions(database),
            WebhookRow.CIPHER));
  }

  /** Returns the reactivations after blocks. */
  Reactivations reactivations(StoppedWebhooks stopped) {
    return new Reactivations(
            repository,
            new AuditTrail(database.database()),
            stopped,
            new Reactivations.Checks(access(), permissions, new WebhookRules(null, null, settings)),
            settings)
        .with(WebhookRow.CIPHER);
  }

  /** Makes a change. */
  void change(UUID id, WebhookRepository.Change change) {
    repository.change(id, change);
  }

  private void update(UUID id, UpdateWebhook request) {
    change(id, webhook -> webhook.update(request, WebhookRow.CIPHER));
  }

  /** Activates or deactivates a webhook as its owner does. */
  public void activate(UUID id, boolean active) {
    update(
        id,
        new UpdateWebhook(
            Optional.empty(), Optional.empty(), Optional.of(active), Optional.empty(), List.of()));
  }

  /** Changes the types of the events that a webhook gets. */
  public void subscribe(UUID id, String... eventTypes) {
    update(
        id,
        new UpdateWebhook(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(List.of(eventTypes)),
            List.of()));
  }

  /** Changes the URL of a webhook. */
  public void moveTo(UUID id, String url) {
    update(
        id,
        new UpdateWebhook(
            Optional.of(url), Optional.empty(), Optional.empty(), Optional.empty(), List.of()));
  }

  /** Deactivates a webhook for an administrator of the product. */
  public void deactivateAsAdmin(UUID id) {
    change(
        id,
        webhook -> {
          webhook.deactivate(DeactivationReason.BY_ADMINISTRATOR);
          return true;
        });
  }

  /** Replaces the options of a webhook. */
  public void setOptions(UUID id, String json) {
    WebhookOptions changed =
        new ChangeOptions(OptionJson.members(json), true, List.of())
            .applyTo(WebhookOptions.NONE, CallbackUrl.parse("https://example.com/").origin());
    change(
        id,
        webhook -> {
          webhook.setOptions(changed);
          return true;
        });
  }
}
