package webhooks.delivery.dispatch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.send.Sender;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.RetrySchedule;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.Subscriptions;

/** Sends leased deliveries and passes their outcomes to the recorder. Safe for several threads. */
final class AttemptRunner {
  private static final Logger LOG = Logger.getLogger(AttemptRunner.class.getName());

  private final Settings.Delivery settings;
  private final Subscriptions subscriptions;
  private final Sender sender;
  private final RetrySchedule schedule;
  private final DeliverySlots slots;
  private final OutcomeRecorder recorder;

  /** Deliveries whose attempt has not ended. */
  private final Map<UUID, LeasedDelivery> unfinished = new ConcurrentHashMap<>();

  AttemptRunner(
      Settings.Delivery settings,
      Subscriptions subscriptions,
      Sender sender,
      DeliverySlots slots,
      OutcomeRecorder recorder) {
    this.settings = settings;
    this.subscriptions = subscriptions;
    this.sender = sender;
    this.schedule = new RetrySchedule(settings.retrySchedule(), Math::random);
    this.slots = slots;
    this.recorder = recorder;
  }

  /**
   * Sends a delivery, which takes its slot over from the reservation and gives it back when its
   * outcome is recorded.
   *
   * <p>A delivery whose lease is too short for an attempt, or that can't be sent, gives its slot
   * back at once: it becomes due again when the lease ends. Never throws.
   */
  void send(LeasedDelivery delivery, Reservation reservation) {
    slots.occupy(delivery);
    reservation.handOver(delivery.webhookId());
    unfinished.put(delivery.id(), delivery);
    try {
      Optional<Subscription> webhook = subscriptions.find(delivery.webhookId());
      if (webhook.isEmpty() || !delivery.lease().outlasts(settings.timeout())) {
        LOG.fine(() -> "Not sent, it is due again when its lease ends: " + delivery);
        giveUp(delivery);
        return;
      }
      sender
          .send(delivery, webhook.get())
          .thenAccept(attempt -> finish(delivery, attempt, webhook.get().version()));
    } catch (RuntimeException | Error e) {
      giveUp(delivery);
      LOG.log(
          Level.SEVERE, "Could not be sent, it is due again when its lease ends: " + delivery, e);
    }
  }

  /** Returns whether outcomes wait that a failure of the database has held up. */
  boolean hasLateOutcomes() {
    return recorder.isLate();
  }

  private void giveUp(LeasedDelivery delivery) {
    if (unfinished.remove(delivery.id()) != null) {
      slots.release(delivery);
    }
  }

  /** Runs on an I/O thread, so it does not write to the database itself. */
  private synchronized void finish(LeasedDelivery delivery, Attempt attempt, long webhookVersion) {
    if (unfinished.remove(delivery.id()) != null) {
      try {
        slots.adapt(delivery.webhookId(), attempt);
        recorder.add(Outcome.of(delivery, attempt, webhookVersion, schedule));
      } catch (RuntimeException | Error e) {
        slots.release(delivery);
        LOG.log(
            Level.SEVERE, "Has no outcome, it is due again when its lease ends: " + delivery, e);
      }
    }
  }

  /**
   * Removes and returns the deliveries whose attempt has not ended. If such an attempt ends later,
   * its outcome is not recorded. The recorder has all other outcomes.
   */
  synchronized List<LeasedDelivery> abandon() {
    return unfinished.keySet().stream()
        .map(unfinished::remove)
        .filter(delivery -> delivery != null)
        .toList();
  }
}
