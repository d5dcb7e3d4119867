package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.send.Sender;
import webhooks.delivery.worker.DependencyHealth;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.Slots;
import webhooks.domain.delivery.queue.DeliveryQueue;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.Subscriptions;

/**
 * The deliveries of this node: claims, sends and records them on threads of its own.
 *
 * <p>Intake takes slots and hands in what it leased.
 */
public final class DeliveryDispatcher {
  private static final Logger LOG = Logger.getLogger(DeliveryDispatcher.class.getName());
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration LAST_WRITE = Duration.ofSeconds(1);

  private final StopSignal stopClaiming = new StopSignal();
  private final StopSignal stopRecording = new StopSignal();
  private final DeliveryQueue queue;
  private final Sender sender;
  private final DeliverySlots inFlight;
  private final AttemptRunner pipeline;
  private final Claimer claimer;
  private final Worker claiming;
  private final Worker recording;

  /** Starts the threads; closes the sender with itself. */
  public DeliveryDispatcher(
      Settings.Delivery settings,
      DeliveryQueue queue,
      Subscriptions subscriptions,
      Sender sender,
      ThreadFactory threads) {
    this.queue = queue;
    this.sender = sender;
    this.inFlight = new DeliverySlots(settings.maxInFlight(), settings.maxInFlightPerWebhook());
    OutcomeRecorder recorder = new OutcomeRecorder(queue, this::done);
    this.pipeline = new AttemptRunner(settings, subscriptions, sender, inFlight, recorder);
    this.claimer = new Claimer(queue, inFlight, pipeline);
    this.recording = Worker.of("Recording outcomes", stopRecording, recorder);
    this.claiming = Worker.of("Claiming deliveries", stopClaiming, claimer);
    recording.start(threads);
    claiming.start(threads);
  }

  /** Returns the slots that leases are taken for. */
  public Slots slots() {
    return inFlight;
  }

  /** Sends deliveries that intake has leased; their slots go over to them. */
  public void send(List<LeasedDelivery> leased, Reservation reservation) {
    leased.forEach(delivery -> pipeline.send(delivery, reservation));
  }

  /** Tells that these webhooks have deliveries waiting in the database. */
  public void waiting(Collection<UUID> webhookIds) {
    claimer.waiting(webhookIds);
  }

  /** Returns whether the database answers. */
  public DependencyHealth database() {
    return claimer.database();
  }

  private void done(List<Outcome> outcomes) {
    outcomes.forEach(outcome -> inFlight.done(outcome.delivery()));
    claimer.wake();
  }

  /** Takes nothing more in hand than is; what is goes on, until {@link #close}. */
  public void stopClaiming() {
    stopClaiming.set();
    claimer.wake();
  }

  /**
   * Claims no more, lets what is under way end and be recorded, and returns what does not end in
   * time, so that another node may send it at once.
   *
   * @param patience how long what is under way may take from now on
   */
  public void close(Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    stopClaiming();
    claiming.join(patience);
    while (inFlight.held() > 0 && until - System.nanoTime() > 0) {
      stopRecording.await(POLL);
    }
    List<LeasedDelivery> abandoned = pipeline.abandon();
    // Before they are returned: nothing may be sent here that another node then sends too.
    sender.close();
    stopRecording.set();
    recording.join(LAST_WRITE);
    try {
      if (!abandoned.isEmpty()) {
        queue.release(abandoned);
        LOG.info(() -> "Returned, since they did not end in time: " + abandoned.size());
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Deliveries under way come up again when their lease ends", e);
    }
  }
}
