package webhooks.domain.secret;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import webhooks.domain.database.Database;
import webhooks.domain.settings.Settings;

/** Produces the cipher for injection. */
@ApplicationScoped
class SecretCipherProducer {
  @Inject private Settings settings;
  @Inject private Database database;

  @Produces
  @Singleton
  SecretCipher secretCipher() {
    return SecretCipher.of(settings, database.isEmbedded());
  }
}
