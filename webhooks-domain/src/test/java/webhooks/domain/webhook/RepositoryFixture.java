package webhooks.domain.webhook;

import java.time.Clock;
import webhooks.domain.FiredEvents;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.NoChangeLock;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;
import webhooks.domain.settings.TestSettings;

/** Creates repositories of webhooks on a test database. */
public final class RepositoryFixture {
  private RepositoryFixture() {}

  /** Returns a repository for use inside transactions of the entities. */
  public static WebhookRepository repository(
      TestDatabase database, TestEntities entities, String... settings) {
    WebhookRepository repository = new WebhookRepository();
    repository.entities = entities.manager();
    repository.audit = new AuditTrail(database.database());
    repository.changes = new NoChangeLock();
    repository.clock = Clock.systemUTC();
    repository.settings = TestSettings.with(settings);
    repository.events = new FiredEvents();
    return repository;
  }
}
