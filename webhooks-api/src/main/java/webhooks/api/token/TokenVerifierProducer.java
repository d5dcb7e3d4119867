package webhooks.api.token;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import webhooks.domain.settings.Settings;
import webhooks.domain.task.ManagedTasks;

/**
 * Produces the only {@link TokenVerifier} when the application starts, so that an invalid setting
 * stops the deployment. The start waits for the issuer's keys, for a second at most, so that a node
 * that is ready answers its first callers.
 */
@ApplicationScoped
class TokenVerifierProducer {
  private static final Logger LOG = Logger.getLogger(TokenVerifierProducer.class.getName());
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  @Produces
  @Singleton
  TokenVerifier verifier(Settings settings) {
    return new TokenVerifier(settings.token(), Clock.systemUTC());
  }

  /** Creates the verifier, because CDI injects it here, and reads the issuer's keys. */
  void createAtStart(
      @Observes Startup event, TokenVerifier verifier, Settings settings, ManagedTasks tasks) {
    settings.token().warning().ifPresent(LOG::warning);
    CountDownLatch read = new CountDownLatch(1);
    tasks
        .forShortTasks()
        .execute(
            () -> {
              try {
                verifier.readKeysAtStart();
              } finally {
                read.countDown();
              }
            });
    await(read);
  }

  /**
   * Waits for a short time only, because this server can be the one that serves the keys, after its
   * start.
   */
  private static void await(CountDownLatch read) {
    try {
      if (!read.await(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.fine("The start does not wait longer for the keys of mp.jwt.verify");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
