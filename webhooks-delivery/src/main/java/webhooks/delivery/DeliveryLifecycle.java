package webhooks.delivery;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import webhooks.delivery.dispatch.DeliveryDispatcher;
import webhooks.delivery.intake.EventQueueConsumer;
import webhooks.delivery.intake.MessageIngest;
import webhooks.delivery.intake.invalid.JmsInvalidEventQueue;
import webhooks.delivery.send.Sender;
import webhooks.delivery.upkeep.BacklogMeter;
import webhooks.delivery.upkeep.Purge;
import webhooks.delivery.upkeep.Reencryption;
import webhooks.delivery.worker.DependencyHealth;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.address.HostGuard;
import webhooks.domain.database.Migration;
import webhooks.domain.delivery.DirectSender;
import webhooks.domain.delivery.queue.BacklogNotifier;
import webhooks.domain.delivery.queue.DeliveryQueue;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.ingest.EventIngest;
import webhooks.domain.event.invalid.RejectedEvents;
import webhooks.domain.metric.Metrics;
import webhooks.domain.retention.Retention;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.Subscriptions;
import webhooks.domain.webhook.PendingDeactivations;
import webhooks.domain.webhook.WebhookRepository;
import webhooks.domain.webhook.encryption.WebhookReencryption;
import webhooks.health.NodeHealth;

/** Starts delivery with the application, and stops it in the order that loses nothing. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class DeliveryLifecycle {
  private static final Logger LOG = Logger.getLogger(DeliveryLifecycle.class.getName());
  private static final int INTAKE_LOOPS = 2;

  /**
   * For all that is under way together: an attempt of the default time-out ends in it, and servers
   * give an application some ten seconds to stop.
   */
  private static final Duration PATIENCE = Duration.ofMillis(5500);

  /** For the workers' part of it. */
  private static final Duration PATIENCE_WITH_WORKERS = Duration.ofSeconds(2);

  @EJB private Migration migration;
  @EJB private EventIngest events;
  @EJB private RejectedEvents invalidEvents;
  @EJB private DeliveryQueue queue;
  @EJB private WebhookReencryption keyChange;
  @EJB private WebhookRepository webhooks;
  @EJB private Retention retention;
  @Inject private EventReader reader;
  @Inject private Subscriptions subscriptions;
  @Inject private BacklogNotifier notifier;
  @Inject private DirectSender directSender;
  @Inject private Settings settings;
  @Inject private SecretCipher cipher;
  @Inject private PendingDeactivations deactivations;
  @Inject private HostGuard guard;
  @Inject private Clock clock;
  @Inject private NodeHealth health;
  @Inject private Metrics metrics;

  @Resource(lookup = "java:app/jms/webhooks")
  private ConnectionFactory connections;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  private ManagedThreadFactory threads;

  private final List<Worker> workers = new ArrayList<>();
  private final StopSignal stopWork = new StopSignal();
  private DeliveryDispatcher deliveries;
  private JmsInvalidEventQueue setAside;

  @PostConstruct
  void start() {
    migration.await();
    Sender sender = new Sender(settings.delivery(), guard, cipher, clock, threads);
    deliveries = new DeliveryDispatcher(settings.delivery(), queue, subscriptions, sender, threads);
    notifier.useListener(deliveries::waiting);
    directSender.useSender(sender::send);
    setAside = new JmsInvalidEventQueue(connections, clock, threads);
    invalidEvents.useQueue(setAside);
    DependencyHealth broker = new DependencyHealth("broker");
    for (int i = 0; i < INTAKE_LOOPS; i++) {
      MessageIngest acceptance = new MessageIngest(events, reader, deliveries, stopWork);
      EventQueueConsumer intake =
          new EventQueueConsumer(
              connections, acceptance, broker, stopWork, metrics::eventsRejected);
      workers.add(
          Worker.of(
              "Receiving events",
              stopWork,
              () -> {
                intake.run();
                return true;
              }));
    }
    workers.addAll(upkeep());
    workers.forEach(worker -> worker.start(threads));
    health.start(deliveries.database()::awaySince, broker::awaySince);
    LOG.info("Delivery has started");
  }

  private List<Worker> upkeep() {
    return List.of(
        Worker.every("Deactivating webhooks", Duration.ofMillis(200), stopWork, deactivations::run),
        Worker.every(
            "Deleting expired secrets",
            Duration.ofSeconds(10),
            stopWork,
            webhooks::dropExpiredSecrets),
        Worker.every(
            "Measuring the backlog",
            Duration.ofSeconds(5),
            stopWork,
            new BacklogMeter(queue, metrics::backlog)),
        Worker.every(
            "Deleting old rows",
            Purge.interval(settings.retention()),
            stopWork,
            new Purge(retention, stopWork)),
        Worker.of("Encrypting webhooks again", stopWork, new Reencryption(keyChange)));
  }

  /**
   * Stops delivery for good: lets what is under way end and be recorded, and returns what does not
   * end in time.
   */
  @PreDestroy
  void stop() {
    LOG.info("Delivery stops");
    stopWork.set();
    deliveries.stopClaiming();
    directSender.stop();
    setAside.close();
    long begin = System.nanoTime();
    workers.forEach(worker -> worker.join(left(PATIENCE_WITH_WORKERS, begin)));
    deliveries.close(left(PATIENCE, begin));
    LOG.info("Delivery has stopped");
  }

  private static Duration left(Duration patience, long beginNanos) {
    return patience.minusNanos(System.nanoTime() - beginNanos);
  }
}
