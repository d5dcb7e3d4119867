package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
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
import webhooks.domain.histogram.Histogram;
import webhooks.domain.node.NodeLoad;
import webhooks.domain.settings.DeliverySettings;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.Subscriptions;

/**
 * Claims, sends and records the deliveries of this node, on four workers of its own: one claims and
 * sends, one records outcomes, one logs attempts, and one finds backlogs.
 *
 * <p>Intake takes slots too, and has the deliveries that it leased sent here. Safe for several
 * threads.
 */
public final class DeliveryDispatcher {
  private static final Logger LOG = Logger.getLogger(DeliveryDispatcher.class.getName());
  private static final Duration BACKLOG_INTERVAL = Duration.ofSeconds(1);

  /** Short, because slow receivers may occupy some of the slots. */
  private static final Duration MAX_INTAKE_PAUSE = Duration.ofMillis(50);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
  private static final Duration LAST_WRITE_TIMEOUT = Duration.ofSeconds(1);

  private final StopSignal stopClaiming = new StopSignal();
  private final StopSignal stopRecording = new StopSignal();
  private final StopSignal stopLogging = new StopSignal();
  private final DeliveryQueue queue;
  private final Sender sender;
  private final DeliverySlots slots;
  private final AttemptRunner runner;
  private final OutcomeRecorder recorder;
  private final Claimer claimer;
  private final DependencyHealth database = new DependencyHealth("database");
  private final Worker claiming;
  private final Worker findingBacklogs;
  private final Worker recording;
  private final Worker logging;

  /** Starts the workers. {@link #close} closes the sender too. */
  public DeliveryDispatcher(
      Settings all,
      DeliveryQueue queue,
      Subscriptions subscriptions,
      Sender sender,
      ThreadFactory threads) {
    DeliverySettings settings = all.delivery();
    this.queue = queue;
    this.sender = sender;
    Function<UUID, Destination> destinations = id -> Destination.of(subscriptions, id);
    this.slots =
        DeliverySlots.of(settings.maxInFlight(), settings.maxInFlightPerWebhook(), destinations);
    AttemptLog attempts = new AttemptLog(all.loggedAttempts());
    this.recorder = new OutcomeRecorder(queue, attempts, this::releaseSlots);
    this.runner = new AttemptRunner(settings, subscriptions, sender::send, slots, recorder);
    this.claimer =
        new Claimer(queue, slots, runner, new BackloggedWebhooks(destinations), database);
    this.recording = Worker.of("Recording outcomes", stopRecording, recorder);
    this.logging = Worker.of("Logging attempts", stopLogging, attempts);
    this.claiming = Worker.of("Claiming deliveries", stopClaiming, claimer);
    this.findingBacklogs =
        Worker.every("Finding backlogs", BACKLOG_INTERVAL, stopClaiming, this::findBacklogs);
    recording.start(threads);
    logging.start(threads);
    claiming.start(threads);
    findingBacklogs.start(threads);
  }

  /** Adds the backlogs that other nodes have left, and those whose pause has ended. */
  private void findBacklogs() {
    addBacklogs(database.request(queue::webhooksWithBacklog));
  }

  /** Returns the slots of this node; each lease needs one. */
  public Slots slots() {
    return slots;
  }

  /**
   * Waits a moment if this node has enough to send, so that it can lease the next deliveries when
   * it stores them. Without room they would be written to a backlog, from where each has to be
   * claimed.
   */
  public void awaitRoom() throws InterruptedException {
    slots.awaitRoom(MAX_INTAKE_PAUSE);
  }

  /** Sends deliveries that intake has leased; each takes its slot over from the reservation. */
  public void send(List<LeasedDelivery> leased, Reservation reservation) {
    runner.send(leased, reservation);
  }

  /** Claims deliveries of these webhooks, which have a backlog, as soon as slots are free. */
  public void addBacklogs(Collection<UUID> webhookIds) {
    claimer.addBacklogs(webhookIds);
  }

  /** Returns the health of the database, which is asked at least once a second. */
  public DependencyHealth database() {
    return database;
  }

  /** Returns how much is under way now. */
  public NodeLoad load() {
    return new NodeLoad(slots.use(), runner.prefetched(), recorder.size(), sender.connections());
  }

  /** Returns the numbers of deliveries that claims have leased, without claims of nothing. */
  public Histogram claimSizes() {
    return claimer.sizes();
  }

  private void releaseSlots(List<Outcome> outcomes) {
    runner.recorded(outcomes);
    claimer.wake();
  }

  /** Stops claiming; attempts in flight continue until {@link #close}. */
  public void stopClaiming() {
    stopClaiming.set();
    claimer.wake();
  }

  /**
   * Stops claiming, waits for the attempts in flight to end and be recorded, and returns all other
   * deliveries to the queue, so that another node can send them at once.
   *
   * @param limit how long the attempts may take from now on
   */
  public void close(Duration limit) {
    long until = System.nanoTime() + limit.toNanos();
    stopClaiming();
    claiming.join(limit);
    findingBacklogs.join(Duration.ofNanos(until - System.nanoTime()));
    boolean released = release(runner.stopStarting());
    while (slots.occupied() > 0 && until - System.nanoTime() > 0) {
      stopRecording.await(POLL_INTERVAL);
    }
    List<LeasedDelivery> unsent = new ArrayList<>(runner.abandon());
    unsent.addAll(runner.takeReturned());
    // Closed before the deliveries are returned, so that this node does not send what another node
    // sends then.
    sender.close();
    stopRecording.set();
    recording.join(LAST_WRITE_TIMEOUT);
    stopLogging.set();
    logging.join(LAST_WRITE_TIMEOUT);
    if (released) {
      release(unsent);
    }
  }

  /**
   * Makes deliveries due at once, for any node.
   *
   * @return false if the database does not answer; they are due when their lease ends
   */
  private boolean release(List<LeasedDelivery> deliveries) {
    if (deliveries.isEmpty()) {
      return true;
    }
    try {
      queue.release(deliveries);
      LOG.info(() -> "Deliveries returned to the queue for another node: " + deliveries.size());
      return true;
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "Deliveries could not be returned to the queue; they are due again when their lease ends",
          e);
      return false;
    }
  }
}
