package webhooks.delivery;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.dispatch.DeliveryDispatcher;
import webhooks.delivery.intake.EventQueueConsumer;
import webhooks.delivery.intake.ListenerCheck;
import webhooks.delivery.intake.MessageIngest;
import webhooks.delivery.intake.OperationsTopic;
import webhooks.delivery.intake.RejectionLog;
import webhooks.delivery.intake.invalid.JmsInvalidEventQueue;
import webhooks.delivery.mail.AlertMails;
import webhooks.delivery.send.Sender;
import webhooks.delivery.send.SenderThreads;
import webhooks.delivery.trace.SpanExporter;
import webhooks.delivery.upkeep.BacklogMeter;
import webhooks.delivery.upkeep.ContinuedSteps;
import webhooks.delivery.upkeep.NodeAnnouncement;
import webhooks.delivery.upkeep.OperationalEventLimit;
import webhooks.delivery.upkeep.OperationalEventPublisher;
import webhooks.delivery.upkeep.OperationalEventStorage;
import webhooks.delivery.upkeep.PayloadSweeps;
import webhooks.delivery.upkeep.Purge;
import webhooks.delivery.upkeep.Reencryption;
import webhooks.delivery.worker.DependencyHealth;
import webhooks.delivery.worker.ScheduledWorker;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.address.HostGuard;
import webhooks.domain.alert.AlertOutbox;
import webhooks.domain.alert.AlertReencryption;
import webhooks.domain.database.Database;
import webhooks.domain.database.EmbeddedDatabaseHealth;
import webhooks.domain.delivery.filtered.FilteredSums;
import webhooks.domain.delivery.queue.DeliveryQueue;
import webhooks.domain.delivery.queue.FailureSums;
import webhooks.domain.delivery.queue.PendingDeliveries;
import webhooks.domain.delivery.queue.erase.ExpiredPayloads;
import webhooks.domain.delivery.queue.purge.HistoryPartitions;
import webhooks.domain.delivery.queue.requeue.RecoveryRepository;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.erasure.Erasures;
import webhooks.domain.event.ingest.EventIngest;
import webhooks.domain.event.ingest.OperationalEventIngest;
import webhooks.domain.event.publish.RequestIngest;
import webhooks.domain.metric.Metrics;
import webhooks.domain.metric.Spans;
import webhooks.domain.metric.history.NodeFigures;
import webhooks.domain.node.RunningNode;
import webhooks.domain.node.announcement.NodeRepository;
import webhooks.domain.operational.BacklogReports;
import webhooks.domain.operational.OperationalEventDetection;
import webhooks.domain.operational.OperationalEventOutbox;
import webhooks.domain.retention.Retention;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.Subscriptions;
import webhooks.domain.task.ManagedTasks;
import webhooks.domain.webhook.PauseUpdates;
import webhooks.domain.webhook.PendingDeactivations;
import webhooks.domain.webhook.SigningKeyUpdates;
import webhooks.domain.webhook.encryption.EncryptionKeyCheck;
import webhooks.domain.webhook.encryption.WebhookReencryption;
import webhooks.health.HealthReport;
import webhooks.health.NodeHealth;
import webhooks.settings.ProductVersion;
import webhooks.settings.SettingReader;

/**
 * Starts delivery when the application starts, and stops it without losing a delivery.
 *
 * <p>Creates the objects of this module and their workers. The container manages only this class.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
@ManagedScheduledExecutorDefinition(
    name = DeliveryLifecycle.UPKEEP,
    maxAsync = DeliveryLifecycle.UPKEEP_WORKERS)
public class DeliveryLifecycle {
  private static final Logger LOG = Logger.getLogger(DeliveryLifecycle.class.getName());
  private static final int INTAKE_WORKERS = 2;
  static final String UPKEEP = "java:app/concurrent/webhooks-upkeep";

  /** A thread for each kind of upkeep, so that a long purge delays no deactivation. */
  static final int UPKEEP_WORKERS = 17;

  /**
   * The time for workers and attempts to end: enough for an attempt with the default time-out. With
   * the steps after it, the stop fits in the ten seconds or so that servers give an application.
   */
  private static final Duration STOP_LIMIT = Duration.ofMillis(5500);

  /** The part of {@link #STOP_LIMIT} that the workers may use. */
  private static final Duration WORKERS_STOP_LIMIT = Duration.ofSeconds(2);

  /** The time for the last spans, and to remove the announcement, after {@link #STOP_LIMIT}. */
  private static final Duration LAST_STEP_LIMIT = Duration.ofSeconds(1);

  @EJB private EncryptionKeyCheck keys;
  @EJB private EventIngest events;
  @EJB private DeliveryQueue queue;
  @EJB private WebhookReencryption keyChange;
  @EJB private AlertReencryption alertKeyChange;
  @EJB private AlertOutbox alerts;
  @EJB private PauseUpdates pauses;
  @EJB private SigningKeyUpdates signingKeys;
  @EJB private HistoryPartitions partitions;
  @EJB private Retention retention;
  @EJB private RecoveryRepository recoveries;
  @EJB private ExpiredPayloads payloads;
  @EJB private Erasures erasures;
  @EJB private NodeRepository nodes;
  @EJB private OperationalEventDetection detection;
  @EJB private OperationalEventIngest operationalEvents;
  @EJB private OperationalEventOutbox outbox;
  @EJB private BacklogReports backlogReports;
  @Inject private EventReader reader;
  @Inject private Subscriptions subscriptions;
  @Inject private RequestIngest requests;
  @Inject private RunningNode node;
  @Inject private Settings settings;
  @Inject private SecretCipher cipher;
  @Inject private PendingDeactivations deactivations;
  @Inject private FailureSums failures;
  @Inject private FilteredSums filtered;
  @Inject private NodeFigures figures;
  @Inject private HostGuard guard;
  @Inject private Clock clock;
  @Inject private Database database;
  @Inject private NodeHealth health;
  @Inject private HealthReport healthReport;
  @Inject private Metrics metrics;
  @Inject private Spans spans;
  @Inject private ManagedTasks tasks;

  @Resource(lookup = "java:app/jms/webhooks")
  private ConnectionFactory connections;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  private ManagedThreadFactory threads;

  @Resource(lookup = UPKEEP)
  private ManagedScheduledExecutorService upkeepThreads;

  private final List<Worker> workers = new ArrayList<>();
  private final List<ScheduledWorker> upkeep = new ArrayList<>();
  private final StopSignal stopWork = new StopSignal();
  private final StopSignal stopExport = new StopSignal();
  private Optional<Worker> export = Optional.empty();
  private DeliveryDispatcher dispatcher;
  private JmsInvalidEventQueue invalidEventQueue;
  private NodeAnnouncement announcement;
  private RejectionLog rejectionLog;

  @PostConstruct
  void start() {
    keys.await();
    partitions.addAtStart();
    SenderThreads senderThreads = new SenderThreads(tasks.reserve(SenderThreads.RESERVED), threads);
    Sender sender = new Sender(settings, guard, cipher, clock, senderThreads);
    dispatcher = new DeliveryDispatcher(settings, queue, subscriptions, sender, threads);
    invalidEventQueue =
        new JmsInvalidEventQueue(
            connections, clock, tasks.reserve(JmsInvalidEventQueue.MAX_CONCURRENT));
    node.start(new DeliveringNode(dispatcher, sender, invalidEventQueue));
    rejectionLog = new RejectionLog(clock);
    DependencyHealth broker = new DependencyHealth("broker");
    for (int i = 0; i < INTAKE_WORKERS; i++) {
      MessageIngest ingest = new MessageIngest(events, reader, dispatcher, stopWork);
      EventQueueConsumer consumer =
          new EventQueueConsumer(connections, ingest, broker, stopWork, this::rejected);
      workers.add(Worker.of("Receiving events", stopWork, consumer));
    }
    workers.addAll(RequestWorkers.of(requests, stopWork));
    workers.add(
        Worker.every("Noting health", Duration.ofSeconds(1), stopWork, healthReport::publish));
    workers.forEach(worker -> worker.start(threads));
    export =
        settings
            .traces()
            .map(to -> Worker.of("Exporting spans", stopExport, new SpanExporter(to, spans)));
    export.ifPresent(worker -> worker.start(threads));
    startUpkeep(broker);
    LOG.log(Level.INFO, "Webhooks {0} has started", ProductVersion.text());
  }

  /** Starts upkeep, and reports the health of the broker: of its queues and of its listener. */
  private void startUpkeep(DependencyHealth broker) {
    Optional<ListenerCheck> listener = ListenerCheck.of(SettingReader.ofProcess());
    Supplier<Optional<Instant>> brokerUnavailableSince =
        () -> broker.unavailableSince().or(() -> listener.flatMap(ListenerCheck::unavailableSince));
    announcement =
        new NodeAnnouncement(nodes, figures, node::port, brokerUnavailableSince, stopWork);
    List<Worker> scheduled = new ArrayList<>(upkeepWorkers());
    scheduled.addAll(operationalEventWorkers());
    AlertMails.worker(alerts, settings, clock, metrics, stopWork).ifPresent(scheduled::add);
    listener.ifPresent(check -> scheduled.add(check.worker(stopWork)));
    scheduled.forEach(worker -> upkeep.add(ScheduledWorker.start(worker, upkeepThreads)));
    health.setNeedsRestartSince(
        new EmbeddedDatabaseHealth(database.directory(), dispatcher.database()::closedSince)
            ::needsRestartSince);
    health.start(dispatcher.database()::unavailableSince, brokerUnavailableSince);
  }

  private List<Worker> upkeepWorkers() {
    Purge purge = new Purge(partitions, retention, stopWork, settings);
    return List.of(
        Worker.every("Deactivating webhooks", Duration.ofMillis(200), stopWork, deactivations::run),
        Worker.every("Ending pauses", Duration.ofMillis(500), stopWork, pauses::endDue),
        Worker.every("Counting failures", Duration.ofSeconds(1), stopWork, failures::write),
        Worker.every("Counting filtered events", Duration.ofSeconds(1), stopWork, filtered::write),
        Worker.every(
            "Ending secrets and signing keys",
            Duration.ofSeconds(10),
            stopWork,
            signingKeys::endDue),
        ContinuedSteps.ofRecoveries(recoveries, stopWork),
        BacklogMeter.worker(queue, this::measured, stopWork),
        PayloadSweeps.worker(payloads, stopWork),
        ContinuedSteps.ofErasures(erasures, stopWork),
        Worker.every("Deleting old rows", purge.interval(), stopWork, purge),
        Worker.every("Announcing the node", NodeAnnouncement.INTERVAL, stopWork, announcement),
        Reencryption.worker(keyChange, alertKeyChange, stopWork));
  }

  private List<Worker> operationalEventWorkers() {
    return List.of(
        OperationalEventStorage.worker(
            detection, operationalEvents, dispatcher::addBacklogs, stopWork),
        Worker.every(
            "Publishing operational events",
            Duration.ofSeconds(1),
            stopWork,
            new OperationalEventPublisher(
                outbox, new OperationsTopic(connections)::publish, stopWork)),
        OperationalEventLimit.worker(outbox, metrics::operationalEventsWaiting, stopWork));
  }

  private void rejected(List<RejectionLog.Rejection> rejections) {
    metrics.eventsRejected(rejections.size());
    rejectionLog.add(rejections);
  }

  private void measured(Optional<PendingDeliveries> pending) {
    metrics.backlog(pending);
    pending.ifPresent(counted -> backlogReports.measured(counted.pending()));
  }

  /**
   * Stops delivery: waits until attempts in flight have ended and are recorded. Deliveries whose
   * attempts do not end in time return to the queue, if the database answers.
   */
  @PreDestroy
  void stop() {
    LOG.info("Delivery stops");
    stopWork.set();
    dispatcher.stopClaiming();
    node.stop();
    invalidEventQueue.close();
    requests.close();
    long begin = System.nanoTime();
    workers.forEach(worker -> worker.join(left(WORKERS_STOP_LIMIT, begin)));
    upkeep.forEach(worker -> worker.join(left(WORKERS_STOP_LIMIT, begin)));
    healthReport.withdraw();
    dispatcher.close(left(STOP_LIMIT, begin));
    stopExport.set();
    failures.writeLast();
    filtered.writeLast();
    if (dispatcher.database().unavailableSince().isEmpty()) {
      announcement.withdraw(threads, LAST_STEP_LIMIT);
    }
    export.ifPresent(worker -> worker.join(LAST_STEP_LIMIT));
    LOG.info("Delivery has stopped");
  }

  private static Duration left(Duration limit, long beginNanos) {
    return limit.minusNanos(System.nanoTime() - beginNanos);
  }
}
