package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.RetrySchedule;
import webhooks.domain.settings.DeliverySettings;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.Subscriptions;

/**
 * Starts the attempts of leased deliveries and passes their outcomes to the recorder.
 *
 * <p>Each attempt that ends starts the next prefetched delivery, without the database. Safe for
 * several threads.
 */
final class AttemptRunner {
  private static final Logger LOG = Logger.getLogger(AttemptRunner.class.getName());

  /**
   * How long a delivery may wait: half of what its lease lasts beyond the time-out. A delivery
   * waits for about a second, unless its receiver becomes slower.
   */
  private static final long MAX_WAIT_NANOS = Duration.ofSeconds(5).toNanos();

  private final DeliverySettings settings;
  private final Subscriptions subscriptions;
  private final BiFunction<LeasedDelivery, Subscription, CompletableFuture<Attempt>> sender;
  private final RetrySchedule schedule;
  private final DeliverySlots slots;
  private final PrefetchedDeliveries prefetched;
  private final OutcomeRecorder recorder;

  /**
   * Deliveries whose attempt has not ended, or not begun. Each lease of a delivery counts apart.
   */
  private final Set<LeasedDelivery> unfinished = ConcurrentHashMap.newKeySet();

  /**
   * Deliveries of the webhooks whose receiver asked for a pause or is gone, until that is recorded:
   * before, a claim would lease them again. Guarded by this.
   */
  private final Map<UUID, List<LeasedDelivery>> paused = new HashMap<>();

  /** Deliveries without a slot that wait for the claimer to return them to the backlog. */
  private final Queue<LeasedDelivery> returned = new ConcurrentLinkedQueue<>();

  /** Whether this thread starts attempts, so that one that ends at once starts no other inside. */
  private final ThreadLocal<Boolean> starting = ThreadLocal.withInitial(() -> false);

  /**
   * Creates a runner without deliveries.
   *
   * @param sender makes one attempt; its future never fails
   */
  AttemptRunner(
      DeliverySettings settings,
      Subscriptions subscriptions,
      BiFunction<LeasedDelivery, Subscription, CompletableFuture<Attempt>> sender,
      DeliverySlots slots,
      OutcomeRecorder recorder) {
    this.settings = settings;
    this.subscriptions = subscriptions;
    this.sender = sender;
    this.schedule = new RetrySchedule(settings.retrySchedule(), Math::random);
    this.slots = slots;
    this.prefetched = new PrefetchedDeliveries(slots, System::nanoTime);
    this.recorder = recorder;
  }

  /**
   * Sends deliveries as soon as requests may be in flight. Each takes its slot over from the
   * reservation and gives it back when its outcome is recorded.
   *
   * <p>A delivery whose lease is too short for an attempt, or that can't be sent, gives its slot
   * back at once: it becomes due again when the lease ends. Never throws.
   */
  void send(List<LeasedDelivery> deliveries, Reservation reservation) {
    for (LeasedDelivery delivery : deliveries) {
      slots.occupy(delivery);
      reservation.handOver(delivery.webhookId());
      unfinished.add(delivery);
      try {
        add(delivery);
      } catch (RuntimeException | Error e) {
        notSent(delivery, e);
        remove(delivery);
      }
    }
    startNext();
  }

  private synchronized void add(LeasedDelivery delivery) {
    List<LeasedDelivery> ofPaused = paused.get(delivery.webhookId());
    if (ofPaused != null) {
      ofPaused.add(delivery);
    } else if (!prefetched.add(delivery)) {
      returnToBacklog(List.of(delivery));
    }
  }

  private static void notSent(LeasedDelivery delivery, Throwable reason) {
    LOG.log(
        Level.SEVERE, reason, () -> "Not sent, it is due again when its lease ends: " + delivery);
  }

  private void startNext() {
    if (starting.get()) {
      return;
    }
    starting.set(true);
    try {
      for (Optional<LeasedDelivery> next = prefetched.next();
          next.isPresent();
          next = prefetched.next()) {
        start(next.get());
      }
    } catch (RuntimeException | Error e) {
      LOG.log(Level.SEVERE, "Prefetched deliveries could not be started", e);
    } finally {
      starting.remove();
    }
  }

  private void start(LeasedDelivery delivery) {
    try {
      Optional<Subscription> webhook = subscriptions.find(delivery.webhookId());
      if (webhook.isEmpty() || !delivery.lease().outlasts(settings.timeout())) {
        LOG.fine(() -> "Not sent, it is due again when its lease ends: " + delivery);
        giveUp(delivery);
      } else if (!webhook.get().isDeliverable(delivery.activation())) {
        prefetched.ended(delivery.webhookId());
        returnToBacklog(List.of(delivery));
      } else {
        sender
            .apply(delivery, webhook.get())
            .thenAccept(attempt -> finish(delivery, attempt, webhook.get().version()));
      }
    } catch (RuntimeException | Error e) {
      notSent(delivery, e);
      giveUp(delivery);
    }
  }

  /** Returns whether outcomes wait whose leases may have ended, so that no claim makes sense. */
  boolean hasLateOutcomes() {
    return recorder.isLate();
  }

  /** Returns how many deliveries wait for their request. */
  int prefetched() {
    return prefetched.size();
  }

  private void giveUp(LeasedDelivery delivery) {
    if (unfinished.contains(delivery)) {
      prefetched.ended(delivery.webhookId());
      remove(delivery);
    }
  }

  /** Removes a delivery and gives its slot back. Returns false if it was removed before. */
  private boolean remove(LeasedDelivery delivery) {
    boolean removed = unfinished.remove(delivery);
    if (removed) {
      slots.release(delivery);
    }
    return removed;
  }

  /** Runs on an I/O thread, so it does not write to the database itself. */
  private void finish(LeasedDelivery delivery, Attempt attempt, long webhookVersion) {
    if (end(delivery, attempt, webhookVersion)) {
      startNext();
    }
  }

  /** Returns whether the delivery had not been abandoned. */
  private synchronized boolean end(LeasedDelivery delivery, Attempt attempt, long webhookVersion) {
    if (!unfinished.remove(delivery)) {
      return false;
    }
    Optional<Outcome> outcome = outcome(delivery, attempt, webhookVersion);
    prefetched.ended(delivery.webhookId());
    outcome.ifPresentOrElse(recorder::add, () -> slots.release(delivery));
    return true;
  }

  /** Returns the outcome, after which no more is started than the receiver wants. */
  private Optional<Outcome> outcome(LeasedDelivery delivery, Attempt attempt, long webhookVersion) {
    UUID webhook = delivery.webhookId();
    try {
      Outcome outcome = Outcome.of(delivery, attempt, webhookVersion, schedule);
      if (!outcome.isExcused()) {
        slots.adapt(webhook, attempt);
      }
      if (isPausing(outcome)) {
        paused
            .computeIfAbsent(webhook, unused -> new ArrayList<>())
            .addAll(prefetched.removeAll(webhook));
      }
      return Optional.of(outcome);
    } catch (RuntimeException | Error e) {
      LOG.log(
          Level.SEVERE,
          e,
          () -> "Has no outcome, it is due again when its lease ends: " + delivery);
      return Optional.empty();
    }
  }

  private static boolean isPausing(Outcome outcome) {
    return outcome.attempt().retryAfter().isPresent() || outcome.receiverIsGone();
  }

  /** Gives the slots of outcomes back that were recorded, or that can never be recorded. */
  synchronized void recorded(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      slots.release(outcome.delivery());
      if (isPausing(outcome)) {
        // From now on claims and intake read the pause from the database.
        List<LeasedDelivery> waiting = paused.remove(outcome.delivery().webhookId());
        returnToBacklog(waiting == null ? List.of() : waiting);
      }
    }
  }

  private void returnToBacklog(List<LeasedDelivery> deliveries) {
    returned.addAll(deliveries.stream().filter(this::remove).toList());
  }

  /**
   * Removes and returns the deliveries that are to return to their webhooks' backlogs: their
   * webhook is paused or was deactivated, or its receiver has become slower than it was when they
   * were leased. They have no slots.
   */
  List<LeasedDelivery> takeReturned() {
    returnToBacklog(prefetched.removeWaiting(MAX_WAIT_NANOS, settings.timeout()));
    List<LeasedDelivery> taken = new ArrayList<>();
    for (LeasedDelivery next = returned.poll(); next != null; next = returned.poll()) {
      taken.add(next);
    }
    return taken;
  }

  /** Starts no more attempts, and removes and returns the deliveries that wait for theirs. */
  List<LeasedDelivery> stopStarting() {
    returnToBacklog(prefetched.close());
    return takeReturned();
  }

  /**
   * Removes and returns the deliveries whose attempt has not ended. If such an attempt ends later,
   * its outcome is not recorded. The recorder has all other outcomes.
   */
  synchronized List<LeasedDelivery> abandon() {
    return List.copyOf(unfinished).stream().filter(unfinished::remove).toList();
  }
}
