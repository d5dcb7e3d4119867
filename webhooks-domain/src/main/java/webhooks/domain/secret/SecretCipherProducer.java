package webhooks.domain.secret;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import webhooks.domain.database.Database;
import webhooks.domain.database.migration.Migration;
import webhooks.domain.settings.Settings;

/** Produces the cipher for injection. */
@ApplicationScoped
class SecretCipherProducer {
  @Inject private Settings settings;
  @Inject private Database database;
  @EJB private Migration migration;

  @Produces
  @Singleton
  SecretCipher secretCipher() {
    // This throws in a process that only migrates, so such a process needs no key.
    migration.await();
    return SecretCipher.of(settings, database.dialect());
  }
}
