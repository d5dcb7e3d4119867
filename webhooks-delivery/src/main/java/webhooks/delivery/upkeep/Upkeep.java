package webhooks.delivery.upkeep;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.loop.Backoff;
import webhooks.delivery.loop.Stop;
import webhooks.domain.webhook.Deactivations;

/**
 * Makes the deactivations that deliveries gave reason for.
 *
 * <p>While the database is away they are tried again. One thread runs it.
 */
public final class Upkeep implements Runnable {
  private static final Logger LOG = Logger.getLogger(Upkeep.class.getName());
  private static final Duration EVERY = Duration.ofMillis(200);

  private final Deactivations deactivations;
  private final Stop stop;

  /** Creates the loop. */
  public Upkeep(Deactivations deactivations, Stop stop) {
    this.deactivations = deactivations;
    this.stop = stop;
  }

  /** Runs until it is time to stop. */
  @Override
  public void run() {
    Backoff backoff = new Backoff(stop);
    while (!stop.await(EVERY)) {
      try {
        deactivations.make();
        backoff.reset();
      } catch (RuntimeException | Error e) {
        LOG.log(
            backoff.isFresh() ? Level.WARNING : Level.FINE,
            "Webhooks can't be deactivated for the moment, trying again",
            e);
        backoff.pause();
      }
    }
  }
}
