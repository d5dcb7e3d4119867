package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.dispatch.LeasePhase.Transition;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.RetrySchedule;
import webhooks.domain.settings.DeliverySettings;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.Subscriptions;

/**
 * Starts the attempts of leased deliveries, and judges their results.
 *
 * <p>Each attempt that ends starts the next prefetched delivery, without the database. Safe for
 * several threads.
 */
final class AttemptRunner {
  private static final Logger LOG = Logger.getLogger(AttemptRunner.class.getName());

  private final DeliverySettings settings;
  private final Subscriptions subscriptions;
  private final BiFunction<LeasedDelivery, SendableWebhook, CompletableFuture<Attempt>> sender;
  private final RetrySchedule schedule;
  private final NodeLeases leases;

  /**
   * Whether this thread is in {@link #startNext}: an attempt that ends at once must not recurse.
   */
  private final ThreadLocal<Boolean> starting = ThreadLocal.withInitial(() -> false);

  /**
   * Creates a runner.
   *
   * @param sender makes one attempt; its future never fails
   */
  AttemptRunner(
      DeliverySettings settings,
      Subscriptions subscriptions,
      BiFunction<LeasedDelivery, SendableWebhook, CompletableFuture<Attempt>> sender,
      NodeLeases leases) {
    this.settings = settings;
    this.subscriptions = subscriptions;
    this.sender = sender;
    this.schedule = new RetrySchedule(settings.retrySchedule(), Math::random);
    this.leases = leases;
  }

  /**
   * Sends deliveries as soon as requests may be in flight. Each takes its slot over from the
   * reservation. Never throws.
   *
   * <p>A delivery whose lease has become too short for an attempt, or that fails before its
   * request, gives its slot back: it becomes due again when the lease ends. A delivery returns to
   * the backlog if its webhook is paused or was deactivated, or has a longer time-out since the
   * lease began, or if its options are not in memory.
   */
  void send(List<LeasedDelivery> deliveries, Reservation reservation) {
    for (LeasedDelivery delivery : deliveries) {
      try {
        reservation.handOver(delivery);
      } catch (RuntimeException | Error e) {
        logNotSent(delivery, e);
      }
    }
    startNext();
  }

  private static void logNotSent(LeasedDelivery delivery, Throwable reason) {
    LOG.log(
        Level.SEVERE, reason, () -> "Not sent, it is due again when its lease ends: " + delivery);
  }

  private void startNext() {
    if (starting.get()) {
      return;
    }
    starting.set(true);
    try {
      for (Optional<LeasedDelivery> next = leases.next(); next.isPresent(); next = leases.next()) {
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
      Duration timeout = webhook.map(this::timeout).orElse(settings.timeout());
      if (webhook.isEmpty()
          || delivery.lease().isFor(timeout) && !delivery.lease().outlasts(timeout)) {
        LOG.fine(() -> "Not sent, it is due again when its lease ends: " + delivery);
        leases.notSent(delivery, Transition.GIVE_UP);
      } else if (!webhook.get().isSendable(delivery.activation())
          || !delivery.lease().outlasts(timeout)) {
        leases.notSent(delivery, Transition.RETURN);
      } else {
        subscriptions
            .withOptions(webhook.get())
            .ifPresentOrElse(
                sendable -> send(delivery, sendable),
                // The next claim loads the options.
                () -> leases.notSent(delivery, Transition.RETURN));
      }
    } catch (RuntimeException | Error e) {
      logNotSent(delivery, e);
      leases.notSent(delivery, Transition.GIVE_UP);
    }
  }

  private Duration timeout(Subscription webhook) {
    return webhook.timeout(settings.timeout());
  }

  private void send(LeasedDelivery delivery, SendableWebhook webhook) {
    sender.apply(delivery, webhook).thenAccept(attempt -> end(delivery, attempt, webhook));
  }

  /** Runs on a thread of the sender that must not block, so it does not use the database itself. */
  private void end(LeasedDelivery delivery, Attempt attempt, SendableWebhook webhook) {
    try {
      leases.ended(
          Outcome.of(
              delivery,
              attempt,
              webhook.subscription().version(),
              schedule.with(webhook.options().retry())));
    } catch (RuntimeException | Error e) {
      LOG.log(
          Level.SEVERE,
          e,
          () -> "Has no outcome, it is due again when its lease ends: " + delivery);
      leases.notSent(delivery, Transition.GIVE_UP);
    }
    startNext();
  }
}
