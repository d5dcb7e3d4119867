package webhooks.delivery.upkeep;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.worker.Backoff;
import webhooks.delivery.worker.StopSignal;

/**
 * Does something small again and again.
 *
 * <p>What fails, while the database is away, is tried again. One thread runs it.
 */
public final class Upkeep implements Runnable {
  private static final Logger LOG = Logger.getLogger(Upkeep.class.getName());

  private final Runnable work;
  private final Duration every;
  private final StopSignal stop;
  private final String name;

  /**
   * Creates the loop.
   *
   * @param name what is done, for the log
   * @param every how long to rest in between
   */
  public Upkeep(String name, Duration every, Runnable work, StopSignal stop) {
    this.name = name;
    this.every = every;
    this.work = work;
    this.stop = stop;
  }

  /** Runs until it is time to stop. */
  @Override
  public void run() {
    Backoff backoff = new Backoff(stop);
    while (!stop.await(every)) {
      try {
        work.run();
        backoff.reset();
      } catch (RuntimeException | Error e) {
        LOG.log(
            backoff.isFresh() ? Level.WARNING : Level.FINE,
            "Fails for the moment and is tried again: " + name,
            e);
        backoff.pause();
      }
    }
  }
}
