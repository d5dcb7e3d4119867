package webhooks.delivery.upkeep;

import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.worker.Backoff;
import webhooks.delivery.worker.StopSignal;
import webhooks.domain.webhook.KeyChange;

/**
 * Encrypts what webhooks keep secret with the current key, where an earlier one was used; once
 * after each start.
 *
 * <p>Once, and not again and again: while keys are being changed node by node, two with different
 * current keys would undo each other's work. One thread runs it.
 */
public final class Reencryption implements Runnable {
  private static final Logger LOG = Logger.getLogger(Reencryption.class.getName());

  private final KeyChange keyChange;
  private final StopSignal stop;

  /** Creates it; it ends early when it is time to stop, and goes on after the next start. */
  public Reencryption(KeyChange keyChange, StopSignal stop) {
    this.keyChange = keyChange;
    this.stop = stop;
  }

  /** Runs until all webhooks were looked at. */
  @Override
  public void run() {
    Backoff backoff = new Backoff(stop);
    KeyChange.Step step = KeyChange.Step.FIRST;
    long done = 0;
    while (!stop.isSet() && !step.isLast()) {
      try {
        step = keyChange.after(step);
        done += step.count();
        backoff.reset();
      } catch (RuntimeException | Error e) {
        LOG.log(
            backoff.isFresh() ? Level.WARNING : Level.FINE,
            "Webhooks can't be encrypted with the current key for the moment, trying again",
            e);
        backoff.pause();
      }
    }
    if (done > 0) {
      LOG.log(
          Level.INFO,
          "Webhooks encrypted with the current key instead of an earlier one: {0}",
          done);
    }
  }
}
