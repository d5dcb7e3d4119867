package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import webhooks.delivery.worker.DependencyHealth;
import webhooks.delivery.worker.Worker;
import webhooks.domain.delivery.queue.Claim;
import webhooks.domain.delivery.queue.DeliveryQueue;

/**
 * Claims deliveries from the database for free slots and hands them on to be sent.
 *
 * <p>Looks for what is due several times a second, and into the lines of webhooks as soon as slots
 * become free; now and then for lines that another node left. While the database is away it waits
 * and tries again. One thread runs it.
 */
final class Claimer implements Worker.Task {
  private static final int MOST_AT_ONCE = 500;
  private static final long DUE_EVERY = Duration.ofMillis(200).toNanos();
  private static final long LINES_EVERY = Duration.ofSeconds(1).toNanos();

  private final DeliveryQueue queue;
  private final DeliverySlots inFlight;
  private final AttemptRunner pipeline;
  private final BackloggedWebhooks lines = new BackloggedWebhooks();
  private final Semaphore wakeUps = new Semaphore(0);
  private final DependencyHealth database = new DependencyHealth("database");

  private long nextDue = System.nanoTime();
  private long nextLines = System.nanoTime();
  private boolean linesFirst;

  Claimer(DeliveryQueue queue, DeliverySlots inFlight, AttemptRunner pipeline) {
    this.queue = queue;
    this.inFlight = inFlight;
    this.pipeline = pipeline;
  }

  /** Tells that these webhooks have deliveries waiting. */
  void waiting(Collection<UUID> webhookIds) {
    if (!webhookIds.isEmpty()) {
      lines.add(webhookIds);
      wake();
    }
  }

  /** Tells that slots became free. */
  void wake() {
    wakeUps.release();
  }

  /** Returns whether the database answers, which is asked once a second at least. */
  DependencyHealth database() {
    return database;
  }

  /** Claims once, and waits for free slots or due deliveries if there is nothing more to claim. */
  @Override
  public boolean run() throws InterruptedException {
    database.asked();
    boolean more = dispatch();
    database.answered();
    if (!more) {
      sleep();
    }
    return true;
  }

  private void sleep() throws InterruptedException {
    // Without a free slot nothing can be done before one is, which wakes it up.
    long wait = inFlight.free() == 0 ? DUE_EVERY : nextDue - System.nanoTime();
    wakeUps.tryAcquire(Math.max(1, wait), TimeUnit.NANOSECONDS);
    wakeUps.drainPermits();
  }

  /** Returns whether there may be more to claim at once. */
  private boolean dispatch() {
    if (System.nanoTime() - nextLines >= 0) {
      lines.add(queue.webhooksWithBacklog());
      nextLines = System.nanoTime() + LINES_EVERY;
    }
    if (inFlight.free() == 0) {
      // What is due stays to be looked for as soon as a slot is free.
      return false;
    }
    // In turn, so that neither retries nor fresh events in line can keep the other from every slot.
    linesFirst = !linesFirst;
    return linesFirst ? claimBacklog() | claimDueInTime() : claimDueInTime() | claimBacklog();
  }

  private boolean claimDueInTime() {
    if (System.nanoTime() - nextDue < 0 || inFlight.free() == 0) {
      return false;
    }
    boolean more = claimDue();
    // As long as there is more, the next free slots are for it, too.
    nextDue = more ? nextDue : System.nanoTime() + DUE_EVERY;
    return more && inFlight.free() > 0;
  }

  private boolean claimDue() {
    int limit = Math.min(MOST_AT_ONCE, inFlight.free());
    try (Reservation reservation = new Reservation(inFlight)) {
      Claim claim = queue.claimDue(reservation, limit);
      send(claim, reservation);
      return claim.seen() == limit;
    }
  }

  private boolean claimBacklog() {
    try (Reservation reservation = new Reservation(inFlight)) {
      Map<UUID, Integer> taken = lines.takeSlots(reservation);
      if (taken.isEmpty()) {
        return false;
      }
      Claim claim = queue.claimBacklog(reservation, taken);
      send(claim, reservation);
      return !claim.withBacklog().isEmpty();
    }
  }

  private void send(Claim claim, Reservation reservation) {
    lines.add(claim.withBacklog());
    claim.deliveries().forEach(delivery -> pipeline.send(delivery, reservation));
  }
}
