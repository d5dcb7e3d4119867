package webhooks.domain.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static webhooks.domain.access.AccessControl.WEBHOOKS_MAINTAINER;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.FiredEvents;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.audit.AuditReader;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.audit.ListAuditEntries;
import webhooks.domain.database.NoChangeLock;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;
import webhooks.domain.error.Refusal;
import webhooks.domain.webhook.RepositoryFixture;
import webhooks.domain.webhook.WebhookDeactivations;
import webhooks.domain.webhook.WebhookRow;

/** What happens to permissions and webhooks when an iTwin is moved to another account. */
@OnEveryDatabase
class ITwinDirectoryTest {
  private static final Caller ADMINISTRATOR = Callers.application("administrator");
  private static final Optional<String> NONE = Optional.empty();

  private final TestDatabase database;
  private final TestEntities entities;
  private final ITwinDirectory directory;
  private final UUID iTwin = UUID.randomUUID();

  ITwinDirectoryTest(TestDatabase database) {
    this.database = database;
    this.entities = new TestEntities(database);
    this.directory =
        new ITwinDirectory(
            entities.manager(),
            new AuditTrail(database.database()),
            database.database(),
            new NoChangeLock(),
            new Deactivations());
  }

  /** Passes the events to the webhooks, as CDI does. */
  private final class Deactivations extends FiredEvents {
    private final WebhookDeactivations webhooks =
        RepositoryFixture.deactivations(database, entities, this);

    @Override
    public void fire(Object event) {
      if (event instanceof PermissionRemoved removed) {
        webhooks.deactivateAfter(removed);
      } else if (event instanceof OwnerChanged changed) {
        webhooks.deactivateAfter(changed);
      }
    }
  }

  @BeforeEach
  void addITwin() {
    database.clear();
    entities.run(() -> directory.put(ADMINISTRATOR, iTwin, "account"));
    entities.run(
        () -> directory.grant(ADMINISTRATOR, iTwin, "client", Set.of(WEBHOOKS_MAINTAINER)));
  }

  @AfterEach
  void close() {
    entities.close();
  }

  private long activeWebhooks() {
    return database.count("select count(*) from webhook where active");
  }

  @Test
  void movedITwinKeepsNoGrantAndNoActiveWebhook() {
    new WebhookRow().with("scope", "iTwin").with("scope_id", "" + iTwin).insertInto(database);

    entities.run(() -> directory.put(ADMINISTRATOR, iTwin, "other"));

    assertThat(activeWebhooks()).isZero();
    assertThatThrownBy(() -> entities.run(() -> directory.permissions(iTwin, "client")))
        .isInstanceOf(Refusal.class);
    assertThat(
            new AuditReader(database.database())
                .list(
                    ADMINISTRATOR,
                    new ListAuditEntries(
                        Optional.of("3"),
                        NONE,
                        NONE,
                        Optional.empty(),
                        Optional.empty(),
                        NONE,
                        NONE,
                        List.of()))
                .items())
        .extracting(entry -> entry.action() + " " + entry.detail().orElse(""))
        .containsExactlyInAnyOrder(
            "permissions.revoked webhooks_maintainer of client",
            "webhook.deactivated permissionRemoved",
            "itwin.moved from account");
  }

  @Test
  void repeatedPutKeepsGrantsAndWebhooks() {
    new WebhookRow().with("scope", "iTwin").with("scope_id", "" + iTwin).insertInto(database);

    entities.run(() -> directory.put(ADMINISTRATOR, iTwin, "account"));

    assertThat(activeWebhooks()).isOne();
    assertThat(entities.inTransaction(() -> directory.permissions(iTwin, "client"))).hasSize(1);
  }

  @Test
  void grantedApplicationsAndAdministratorsOfTheOwnerMaintain() {
    assertThat(mayMaintain(Callers.of("client", "account", true, false), iTwin)).isTrue();
    assertThat(mayMaintain(Callers.of("console", "account", false, true), iTwin)).isTrue();

    assertThat(mayMaintain(Callers.of("client", "account", false, false), iTwin)).isFalse();
    assertThat(mayMaintain(Callers.of("another", "account", true, false), iTwin)).isFalse();
    assertThat(mayMaintain(Callers.of("console", "other", false, true), iTwin)).isFalse();
    assertThat(mayMaintain(Callers.of("client", "account", true, true), UUID.randomUUID()))
        .isFalse();
  }

  private boolean mayMaintain(Caller caller, UUID id) {
    return entities.inTransaction(() -> directory.mayMaintain(caller, id));
  }
}
