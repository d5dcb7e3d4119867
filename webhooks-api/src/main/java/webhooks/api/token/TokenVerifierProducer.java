package webhooks.api.token;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.logging.Logger;
import webhooks.domain.settings.Settings;
import webhooks.domain.task.ManagedTasks;

/**
 * Produces the only {@link TokenVerifier} when the application starts, so that an invalid setting
 * stops the deployment, and reads the issuer's keys then.
 */
@ApplicationScoped
class TokenVerifierProducer {
  private static final Logger LOG = Logger.getLogger(TokenVerifierProducer.class.getName());

  @Produces
  @Singleton
  TokenVerifier verifier(Settings settings) {
    return new TokenVerifier(settings.token(), Clock.systemUTC());
  }

  void createAtStart(
      @Observes Startup event, TokenVerifier verifier, Settings settings, ManagedTasks tasks) {
    settings.token().warning().ifPresent(LOG::warning);
    // Not on this thread: this server can be the one that serves the keys, once it has started.
    tasks.forShortTasks().execute(verifier::readKeys);
  }
}
