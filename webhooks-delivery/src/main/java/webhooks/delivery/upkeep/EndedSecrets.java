package webhooks.delivery.upkeep;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.loop.Backoff;
import webhooks.delivery.loop.Stop;
import webhooks.domain.webhook.StoredWebhooks;

/**
 * Has the secrets forgotten that a rotation left valid for a while, once that while is over.
 *
 * <p>While the database is away it is tried again. One thread runs it.
 */
public final class EndedSecrets implements Runnable {
  private static final Logger LOG = Logger.getLogger(EndedSecrets.class.getName());
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final StoredWebhooks webhooks;
  private final Stop stop;

  /** Creates the loop. */
  public EndedSecrets(StoredWebhooks webhooks, Stop stop) {
    this.webhooks = webhooks;
    this.stop = stop;
  }

  /** Runs until it is time to stop. */
  @Override
  public void run() {
    Backoff backoff = new Backoff(stop);
    while (!stop.await(EVERY)) {
      try {
        webhooks.forgetEndedSecrets();
        backoff.reset();
      } catch (RuntimeException | Error e) {
        LOG.log(
            backoff.isFresh() ? Level.WARNING : Level.FINE,
            "Ended secrets can't be forgotten for the moment, trying again",
            e);
        backoff.pause();
      }
    }
  }
}
