package webhooks.delivery.dispatch;

import java.time.Duration;
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

  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
  private static final Duration LAST_WRITE_TIMEOUT = Duration.ofSeconds(1);

  private final StopSignal stopClaiming = new StopSignal();
  private final StopSignal stopRecording = new StopSignal();
  private final StopSignal stopLogging = new StopSignal();
  private final DeliveryQueue queue;
  private final Sender sender;
  private final NodeLeases leases;
  private final AttemptRunner runner;
  private final Claimer claimer;
  private final BacklogSearch search;
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
    this.leases = leases(settings, destinations);
    AttemptLog attempts = new AttemptLog(all.loggedAttempts());
    OutcomeRecorder recorder =
        new OutcomeRecorder(queue, leases.unrecorded(), attempts, leases::recorded);
    this.runner = new AttemptRunner(settings, subscriptions, sender::send, leases);
    this.claimer =
        new Claimer(
            queue, leases, runner, recorder, new BackloggedWebhooks(leases, System::nanoTime));
    this.search = new BacklogSearch(queue, leases, System::nanoTime);
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

  private static NodeLeases leases(
      DeliverySettings settings, Function<UUID, Destination> destinations) {
    LeaseShares shares = LeaseShares.of(settings.maxInFlight());
    KnownWebhooks webhooks =
        new KnownWebhooks(shares, settings.maxInFlightPerWebhook(), destinations, System::nanoTime);
    return new NodeLeases(shares, webhooks, settings.timeout(), System::nanoTime);
  }

  private void findBacklogs() {
    addBacklogs(database().request(search::next));
  }

  /** Returns the leases of this node, in which each transaction of intake reserves slots. */
  public NodeLeases leases() {
    return leases;
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
    return claimer.database();
  }

  /** Returns the present load of the node. */
  public NodeLoad load() {
    return new NodeLoad(
        leases.use(),
        leases.count(LeasePhase.PREFETCHED),
        leases.count(LeasePhase.UNRECORDED),
        sender.connections());
  }

  /** Returns how many deliveries each claim has leased. Empty claims do not count. */
  public Histogram claimSizes() {
    return claimer.sizes();
  }

  /** Stops claiming; attempts in flight continue until {@link #close}. */
  public void stopClaiming() {
    stopClaiming.set();
    leases.signals().wake();
  }

  /**
   * Stops claiming, waits for the attempts in flight to end and be recorded, and returns all other
   * deliveries to the queue, so that another node can send them at once. If the database does not
   * answer, they are due when their leases end.
   *
   * @param limit how long the attempts may take from now on; the last records and log lines come
   *     after that
   */
  public void close(Duration limit) {
    long until = System.nanoTime() + limit.toNanos();
    stopClaiming();
    claiming.join(limit);
    findingBacklogs.join(Duration.ofNanos(until - System.nanoTime()));
    leases.close();
    boolean released = release(leases.takeReturned());
    while (leases.hasAttempts() && until - System.nanoTime() > 0) {
      stopRecording.await(POLL_INTERVAL);
    }
    List<LeasedDelivery> unsent = leases.abandon();
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
   * Ends the leases of deliveries, so that they are due at once for any node.
   *
   * @return false if that failed; then they are due when their leases end
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
