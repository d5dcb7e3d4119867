package webhooks.broker.adapter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.io.aio.AIOSequentialFileFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import webhooks.broker.PacketGuard;
import webhooks.broker.SizeLimit;
import webhooks.broker.listener.ListenerHooks;
import webhooks.settings.note.RestartNote;
import webhooks.settings.tls.EllipticTls;

/**
 * The Artemis broker inside this process.
 *
 * <p>Acknowledges a message to its producer only after it is on disk. Starts again after it has
 * stopped because it could not write.
 */
final class EmbeddedBroker {
  static final int IN_VM_ID = 0;

  private static final Logger LOG = Logger.getLogger(EmbeddedBroker.class.getName());
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);
  private static final String PRODUCERS = "producers";
  private static final int JOURNAL_BUFFER_NANOS = 500_000;

  /** The same as {@code min-disk-free} in broker.xml. */
  static final long MAX_MIN_DISK_FREE = 1L << 30;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private BrokerSettings settings;
  private BrokerAuthorization securityManager;
  private ActiveMQServer server;

  /** Starts the broker and returns when it accepts messages. */
  synchronized void start(BrokerSettings settings, BrokerAuthorization securityManager)
      throws Exception {
    this.settings = settings;
    this.securityManager = securityManager;
    open();
    settings
        .listen()
        .ifPresent(
            address ->
                LOG.log(
                    Level.INFO, "The embedded broker listens for producers at {0}", address.uri()));
  }

  private void open() throws Exception {
    AtomicReference<Exception> failure = new AtomicReference<>();
    Configuration configuration = configuration(settings);
    Optional<ProducersTls> tls = Optional.empty();
    if (settings.certificate().isPresent()) {
      tls = Optional.of(new ProducersTls(settings.certificate().get(), settings.directory()));
    }
    String parameters = tls.map(ProducersTls::parameters).orElse("");
    if (settings.credentials().isPresent()) {
      // By default Artemis also offers ANONYMOUS, which a client might prefer.
      parameters += ";saslMechanisms=PLAIN";
    }
    if (settings.listen().isPresent()) {
      configuration.addAcceptorConfiguration(
          PRODUCERS, settings.listen().get().uri() + "?protocols=CORE,AMQP" + parameters);
    }
    ActiveMQServer opened = ActiveMQServers.newActiveMQServer(configuration, null, securityManager);
    server = opened;
    opened.registerActivationFailureListener(failure::set);
    opened.registerIOCriticalErrorListener((cause, message, file) -> startAgainAfter(opened));
    opened.start();
    // Artemis reports a failure to start only to the listener above.
    if (!opened.waitForActivation(1, TimeUnit.SECONDS)) {
      opened.stop();
      throw new IllegalStateException(
          "The embedded broker did not start; another process may use its folder, %s: %s"
              .formatted(settings.directory(), failure.get()),
          failure.get());
    }
    if (tls.isPresent()) {
      tls.get().watch(opened, PRODUCERS);
    }
  }

  private void startAgainAfter(ActiveMQServer failed) {
    Thread thread =
        new Thread(
            new BrokerRestart(
                failed, settings.directory(), stopped, this::replace, Clock.systemUTC()),
            "webhooks-broker-restart");
    thread.setDaemon(true);
    thread.setContextClassLoader(EmbeddedBroker.class.getClassLoader());
    thread.start();
  }

  /** Starts a new broker in place of the failed one. Returns whether nothing more is to do. */
  private synchronized boolean replace(ActiveMQServer failed) {
    if (stopped.getCount() == 0 || server != failed) {
      return true;
    }
    try {
      open();
      LOG.log(Level.INFO, "The embedded broker has started again after it could not write");
      return true;
    } catch (Exception e) {
      LOG.log(Level.WARNING, "The embedded broker does not start again; it is tried again", e);
      close(server);
      server = failed;
      return false;
    }
  }

  private static void close(ActiveMQServer incomplete) {
    try {
      incomplete.stop();
    } catch (Exception e) {
      LOG.log(Level.FINE, "The broker that did not start does not stop cleanly", e);
    }
  }

  /** Stops the broker for good. */
  void stop() throws Exception {
    stopped.countDown();
    synchronized (this) {
      server.stop();
    }
  }

  /** Behaves as if a write to the disk had failed, for tests. */
  void failToWrite(IOException cause) {
    ((ActiveMQServerImpl) server).getIoCriticalErrorListener().onIOException(cause, "Write", null);
  }

  /** Returns the configuration of the broker, without a listener for producers. */
  static Configuration configuration(BrokerSettings settings) throws Exception {
    Path directory = settings.directory();
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration
        .setName("webhooks")
        .setBindingsDirectory(directory.resolve("bindings").toString())
        .setJournalDirectory(directory.resolve("journal").toString())
        .setLargeMessagesDirectory(directory.resolve("large-messages").toString())
        .setPagingDirectory(directory.resolve("paging").toString())
        .setJournalType(
            AIOSequentialFileFactory.isSupported() ? JournalType.ASYNCIO : JournalType.NIO)
        // By default, the journal buffers writes for 3 ms, which delays every single send.
        .setJournalBufferTimeout_NIO(JOURNAL_BUFFER_NANOS)
        .setJournalSyncTransactional(true)
        .setJournalSyncNonTransactional(true)
        .setJournalDatasync(true)
        // Without a limit a second process would wait for the journal's lock forever.
        .setJournalLockAcquisitionTimeout(LOCK_TIMEOUT.toMillis())
        // Intake recognises repeated events itself. Artemis would keep the ids of producers in
        // memory and in the journal, and silently drop a message whose id another producer has
        // used.
        .setIDCacheSize(0)
        // Makes the start delete the ids that the journal already has.
        .setPersistIDCache(false)
        .setMinDiskFree(minDiskFree(directory))
        // All addresses together page to disk above an eighth of the heap.
        .setGlobalMaxSize(Runtime.getRuntime().maxMemory() / 8)
        .setSecurityEnabled(true)
        .setJMXManagementEnabled(false)
        .addAcceptorConfiguration("in-vm", "vm://" + IN_VM_ID);
    configuration.registerBrokerPlugin(new SizeLimit());
    configuration.registerBrokerPlugin(
        new PacketGuard(
            new ListenerHooks(
                new RestartNote(RestartNote.BrokerFault.LISTENER, Clock.systemUTC())::observe,
                EllipticTls::restricted)));
    Queues.define(configuration);
    return configuration;
  }

  /**
   * Returns how many bytes of the disk stay free: with less, the broker accepts no message. The
   * default of Artemis, a tenth of the disk, is hundreds of gigabytes of a large disk.
   */
  private static long minDiskFree(Path directory) throws IOException {
    long size = Files.getFileStore(Files.createDirectories(directory)).getTotalSpace();
    return Math.min(size / 10, MAX_MIN_DISK_FREE);
  }
}
