package webhooks.api.token;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import webhooks.domain.settings.Settings;

/** Makes the one verifier, at start, so that settings it can't use stop the deployment. */
@ApplicationScoped
class TokenVerifierProducer {
  @Produces
  @Singleton
  TokenVerifier verifier(Settings settings) {
    return new TokenVerifier(settings.token(), Clock.systemUTC());
  }

  void make(@Observes Startup event, TokenVerifier verifier) {
    // Being injected here is all it takes.
  }
}
