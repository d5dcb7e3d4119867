package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.delivery.worker.DependencyHealth;
import webhooks.delivery.worker.Worker;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.queue.Claim;
import webhooks.domain.delivery.queue.DeliveryQueue;
import webhooks.domain.histogram.Histogram;

/**
 * Claims deliveries from the database for the free slots of this node and sends them.
 *
 * <p>Claims due deliveries several times a second, and deliveries of backlogs as soon as slots
 * become free. One worker runs it; each claim is a transaction of its own, and none is open while a
 * delivery is sent.
 */
final class Claimer implements Worker.Task {
  /**
   * Bounds a claim of due deliveries. It may move all of them to backlogs, and other transactions
   * wait while the disk writes that.
   */
  private static final int MAX_DUE = 500;

  /** A claim that reads so many deliveries of backlogs serves receivers that free slots quickly. */
  private static final int FAST_BACKLOG = 200;

  private static final long DUE_INTERVAL_NANOS = Duration.ofMillis(200).toNanos();

  private final DeliveryQueue queue;
  private final NodeLeases leases;
  private final AttemptRunner runner;
  private final OutcomeRecorder recorder;
  private final BackloggedWebhooks backlogged;
  private final DependencyHealth database = new DependencyHealth("database");
  private final DueScan dueScan = new DueScan(System::nanoTime);
  private final Histogram sizes = Histogram.ofSizes(1, 10, 50, 100, 250, 500, 1000);

  private long nextDue = System.nanoTime();
  private boolean backlogFirst;

  /**
   * Creates a claimer.
   *
   * @param leases gets the deliveries that are claimed
   * @param runner sends them
   * @param recorder writes their outcomes
   * @param backlogged has no webhooks yet
   */
  Claimer(
      DeliveryQueue queue,
      NodeLeases leases,
      AttemptRunner runner,
      OutcomeRecorder recorder,
      BackloggedWebhooks backlogged) {
    this.queue = queue;
    this.leases = leases;
    this.runner = runner;
    this.recorder = recorder;
    this.backlogged = backlogged;
  }

  /** Returns the health of the database, which is asked at least once a second. */
  DependencyHealth database() {
    return database;
  }

  /** Adds webhooks that have a backlog, and wakes the worker. */
  void addBacklogs(Collection<UUID> webhookIds) {
    if (!webhookIds.isEmpty()) {
      backlogged.add(webhookIds);
      leases.signals().wake();
    }
  }

  /** Returns how many deliveries each claim has leased. Empty claims do not count. */
  Histogram sizes() {
    return sizes;
  }

  /** Claims once, and waits for free slots or due deliveries if there is nothing more to claim. */
  @Override
  public boolean run() throws InterruptedException {
    // After an outage, the outcomes that wait are recorded first: a claim would send their
    // deliveries again.
    if (!recorder.isLate()) {
      returnDeliveries();
      if (leases.free() > 0 && database.request(this::claim)) {
        return true;
      }
      refreshWebhooks();
    }
    boolean nextClaim = leases.free() > 0 && !recorder.isLate();
    leases
        .signals()
        .awaitChange(
            nextClaim ? backlogged.nanosToWait(nextDue - System.nanoTime()) : DUE_INTERVAL_NANOS);
    return true;
  }

  /**
   * Returns deliveries to the backlogs of their webhooks. If that fails, they are due again when
   * their lease ends.
   */
  private void returnDeliveries() {
    List<LeasedDelivery> returned = leases.takeReturned();
    if (!returned.isEmpty()) {
      queue.returnToBacklog(returned);
      backlogged.add(returned.stream().map(LeasedDelivery::webhookId).collect(Collectors.toSet()));
    }
  }

  /** Claims once, and returns whether there may be more to claim at once. */
  private boolean claim() {
    // Alternates, so that neither due retries nor backlogs of new events can take every slot. Makes
    // both claims, hence | and not ||.
    backlogFirst = !backlogFirst;
    return backlogFirst
        ? claimBacklog() | claimDueAfterInterval()
        : claimDueAfterInterval() | claimBacklog();
  }

  /**
   * Brings the node's copy of the webhooks up to date while no claim does, because all slots are
   * taken: their deliveries must not be sent after their webhook was paused.
   */
  private void refreshWebhooks() {
    if (System.nanoTime() - nextDue >= 0) {
      database.request(
          () -> {
            queue.refreshWebhooks();
            return true;
          });
      nextDue = System.nanoTime() + DUE_INTERVAL_NANOS;
    }
  }

  private boolean claimDueAfterInterval() {
    if (System.nanoTime() - nextDue < 0 || leases.free() == 0) {
      return false;
    }
    boolean more = claimDue();
    // While more deliveries are due, the next free slots are for them without a pause.
    nextDue = more ? nextDue : System.nanoTime() + DUE_INTERVAL_NANOS;
    return more && leases.free() > 0;
  }

  private boolean claimDue() {
    int limit = Math.min(MAX_DUE, leases.free());
    try (Reservation reservation = new Reservation(leases)) {
      Claim claim = queue.claimDue(reservation, limit, dueScan.begin());
      dueScan.end(claim, limit);
      send(claim, reservation);
      return dueScan.isBehind();
    }
  }

  private boolean claimBacklog() {
    try (Reservation reservation = new Reservation(leases)) {
      Map<UUID, Integer> taken = backlogged.takeSlots(reservation);
      if (taken.isEmpty()) {
        leases.signals().setBehind(leases.free() == 0);
        return false;
      }
      Claim claim;
      try {
        claim = queue.claimBacklog(reservation, taken);
      } catch (RuntimeException | Error e) {
        backlogged.add(taken.keySet());
        throw e;
      }
      leases.signals().setBehind(claim.examined() >= FAST_BACKLOG);
      send(claim, reservation);
      // Webhooks that this claim did not reach may have more.
      return true;
    }
  }

  private void send(Claim claim, Reservation reservation) {
    if (!claim.deliveries().isEmpty()) {
      sizes.record(claim.deliveries().size());
    }
    backlogged.add(claim.withBacklog());
    backlogged.addLater(claim.throttled());
    runner.send(claim.deliveries(), reservation);
  }
}
