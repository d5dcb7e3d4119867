package webhooks.delivery.intake;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.dispatch.DeliveryDispatcher;
import webhooks.delivery.dispatch.IdleQueue;
import webhooks.delivery.send.Sender;
import webhooks.delivery.send.sender.TestSenderThreads;
import webhooks.delivery.worker.DependencyHealth;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.address.AddressPolicy;
import webhooks.domain.address.HostGuard;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.event.Event;
import webhooks.domain.event.EventReader;
import webhooks.domain.settings.DeliverySettings;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.Subscriptions;
import webhooks.domain.webhook.WebhookRow;

/**
 * The intake of one node as the product starts it: two loops, which start again when the process
 * dies. Deliveries go to a host name that does not exist.
 */
final class IntakeNode {
  private static final int MAX_IN_FLIGHT = 500;
  private static final int LOOPS = 2;

  /** Shorter than the product's, which are half a minute in all. */
  private static final Duration POSTPONEMENT = Duration.ofMillis(100);

  private static final Settings SETTINGS =
      NodeSettings.of(
          new DeliverySettings(
              Duration.ofSeconds(5),
              List.of(Duration.ofSeconds(5)),
              MAX_IN_FLIGHT,
              100,
              List.of(),
              Optional.empty(),
              Optional.empty(),
              false));

  /** Kept in a field, because a logger without references loses its level. */
  private static final Logger LOG = Logger.getLogger("webhooks.delivery");

  private static final Logger ATTEMPTS = Logger.getLogger("webhooks.attempts");

  private final StopSignal stop = new StopSignal();
  private final DependencyHealth broker = new DependencyHealth("broker");
  private final AtomicInteger rejected = new AtomicInteger();
  private final List<Worker> workers = new ArrayList<>();
  private final PooledConnections connections;
  private final FaultyEvents events;
  private final EventReader reader;
  private final Sender sender;
  private final DeliveryDispatcher deliveries;
  private final int slots;
  private final Duration postponement;

  IntakeNode(TestDatabase database, ConnectionFactory broker, InjectedFaults faults) {
    this(database, broker, faults, POSTPONEMENT);
  }

  /**
   * Starts a node.
   *
   * @param postponement how long it postpones an event of an unknown iTwin, five times
   */
  IntakeNode(
      TestDatabase database,
      ConnectionFactory broker,
      InjectedFaults faults,
      Duration postponement) {
    this(database, broker, faults, postponement, LOOPS);
  }

  private IntakeNode(
      TestDatabase database,
      ConnectionFactory broker,
      InjectedFaults faults,
      Duration postponement,
      int loops) {
    this.postponement = postponement;
    LOG.setLevel(Level.OFF);
    ATTEMPTS.setLevel(Level.OFF);
    Subscriptions subscriptions = new Subscriptions(WebhookRow.CIPHER);
    HostGuard guard =
        new HostGuard(
            new AddressPolicy(List.of()),
            name -> {
              throw new UnknownHostException(name);
            });
    this.connections = new PooledConnections(broker, faults);
    this.events = new FaultyEvents(database, subscriptions, SETTINGS, faults);
    this.reader = new FaultyReader(faults);
    this.sender =
        new Sender(SETTINGS, guard, WebhookRow.CIPHER, Clock.systemUTC(), TestSenderThreads.NEW);
    this.deliveries =
        new DeliveryDispatcher(SETTINGS, new IdleQueue(), subscriptions, sender, Thread::new);
    this.slots = deliveries.leases().free();
    for (int i = 0; i < loops; i++) {
      startLoop();
    }
  }

  /** Creates a node that receives nothing until {@link #startLoop}. */
  static IntakeNode withoutLoops(TestDatabase database, ConnectionFactory broker) {
    return new IntakeNode(database, broker, new InjectedFaults(), POSTPONEMENT, 0);
  }

  /** Starts an intake loop. */
  void startLoop() {
    MessageIngest ingest =
        new MessageIngest(events, reader, deliveries, stop, Collections.nCopies(5, postponement));
    Worker worker =
        Worker.of(
            "Receiving events",
            stop,
            new EventQueueConsumer(
                connections.factory(),
                ingest,
                broker,
                stop,
                rejections -> rejected.addAndGet(rejections.size())));
    workers.add(worker);
    worker.start(Thread::new);
  }

  /** A reader that fails at times, like one in a server without memory. */
  private static final class FaultyReader extends EventReader {
    private final InjectedFaults faults;

    FaultyReader(InjectedFaults faults) {
      super(new EventTypes(SETTINGS), Clock.systemUTC());
      this.faults = faults;
    }

    @Override
    public Event read(byte[] json, Supplier<UUID> ownId) {
      faults.pass(InjectedFaults.Point.READING);
      return super.read(json, ownId);
    }
  }

  FaultyEvents events() {
    return events;
  }

  /** Returns the {@code JMSXDeliveryCount} of each message that was received. */
  Queue<Integer> deliveryCounts() {
    return connections.deliveryCounts();
  }

  /** Returns how many rejected messages intake has counted. */
  int rejected() {
    return rejected.get();
  }

  /** Returns how many deliveries the node has leased. */
  int leasedDeliveries() {
    return slots - deliveries.leases().free();
  }

  /** Begins to stop the node, without a wait for its loops. */
  void beginToStop() {
    stop.set();
  }

  void close() throws InterruptedException, JMSException {
    try {
      beginToStop();
      connections.closeConsumers();
      workers.forEach(worker -> worker.join(Duration.ofSeconds(30)));
      deliveries.close(Duration.ofSeconds(1));
      sender.close();
      connections.close();
    } finally {
      LOG.setLevel(null);
      ATTEMPTS.setLevel(null);
    }
  }
}
