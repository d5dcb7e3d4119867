package webhooks.domain.webhook;

import jakarta.enterprise.event.Event;
import java.time.Clock;
import webhooks.domain.FiredEvents;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.NoChangeLock;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.webhook.revision.RevisionRepository;

/** Creates repositories of webhooks on a test database. */
public final class RepositoryFixture {
  private RepositoryFixture() {}

  /** Returns a repository for use inside transactions of the entities. */
  public static WebhookRepository repository(TestDatabase database, TestEntities entities) {
    return repository(database, entities, new FiredEvents());
  }

  /** Returns the same, which fires these events. */
  static WebhookRepository repository(
      TestDatabase database, TestEntities entities, Event<Object> fired) {
    return new WebhookRepository(
        entities.manager(),
        new WebhookRepository.OtherTables(
            versions(database),
            new WebhookOwners(database.database(), new NoChangeLock()),
            options(database),
            new SettingsHistory(revisions(database), options(database), WebhookRow.CIPHER)),
        new AuditTrail(database.database()),
        fired);
  }

  /** Returns deactivations for use inside transactions of the entities. */
  public static WebhookDeactivations deactivations(
      TestDatabase database, TestEntities entities, Event<Object> fired, String... settings) {
    return new WebhookDeactivations(
        entities.manager(),
        versions(database),
        new AuditTrail(database.database()),
        TestSettings.with(settings),
        fired);
  }

  static OptionsRepository options(TestDatabase database) {
    return new OptionsRepository(database.database(), WebhookRow.CIPHER, () -> true);
  }

  static RevisionRepository revisions(TestDatabase database) {
    return new RevisionRepository(database.database(), WebhookRow.CIPHER);
  }

  private static WebhookVersions versions(TestDatabase database) {
    return new WebhookVersions(database.database(), new NoChangeLock(), Clock.systemUTC());
  }
}
