package webhooks.broker.adapter;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;
import org.apache.activemq.artemis.ra.ConnectionFactoryProperties;
import webhooks.broker.BodyGuard;
import webhooks.settings.InvalidSettingFilter;
import webhooks.settings.ListenAddress;
import webhooks.settings.SettingReader;

/** Connects the application to the configured broker, or to a broker that it starts itself. */
public final class BrokerAdapter extends ActiveMQResourceAdapter {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger(BrokerAdapter.class.getName());

  /**
   * Artemis's audit loggers, which would log a line per message. The references keep them, and with
   * them their levels, from being garbage collected.
   */
  private static final List<Logger> AUDIT_LOGGERS =
      List.of(
          Logger.getLogger("org.apache.activemq.audit"),
          Logger.getLogger("org.apache.activemq.audit.base"),
          Logger.getLogger("org.apache.activemq.audit.resource"),
          Logger.getLogger("org.apache.activemq.audit.message"));

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  /** The pause before a connection tries the next address of a broker with a backup. */
  static final Duration NEXT_ADDRESS = Duration.ofMillis(100);

  private transient EmbeddedBroker broker;

  /** Creates the adapter; the server does so by the class name in ra.xml. */
  public BrokerAdapter() {
    setUseAutoRecovery(false);
    setUseLocalTx(false);
    setConsumerWindowSize(256 * 1024);
    setBlockOnDurableSend(true);
    setBlockOnAcknowledge(true);
    // Bounds a call to a broker that accepts connections but does not answer, and a call whose
    // connection breaks unnoticed.
    setCallTimeout(CALL_TIMEOUT.toMillis());
    // A lost connection fails at once; intake opens a new one, at the next address if one refuses.
    setReconnectAttempts(0);
    setInitialConnectAttempts(1);
    setRetryInterval(NEXT_ADDRESS.toMillis());
  }

  @Override
  public void start(BootstrapContext context) throws ResourceAdapterInternalException {
    InvalidSettingFilter.install();
    AUDIT_LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // Artemis loads its protocols through the thread's context class loader.
    thread.setContextClassLoader(getClass().getClassLoader());
    try {
      connect(BrokerSettings.read(SettingReader.ofProcess()));
      super.start(context);
    } catch (Exception e) {
      stopBroker();
      throw new ResourceAdapterInternalException(e.getMessage(), e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Creates the factory of all connections of a connection pool. */
  @Override
  public ActiveMQConnectionFactory newConnectionFactory(ConnectionFactoryProperties properties) {
    ActiveMQConnectionFactory factory = super.newConnectionFactory(properties);
    factory.getServerLocator().addIncomingInterceptor(new BodyGuard());
    // Otherwise a new connection would go to the broker that was active at the last one, also if it
    // hangs, for as long as any connection to it is open.
    factory.setUseTopologyForLoadBalancing(false);
    return factory;
  }

  @Override
  public void stop() {
    super.stop();
    stopBroker();
  }

  private void connect(BrokerSettings settings) throws Exception {
    if (settings.remote().isPresent()) {
      RemoteBroker remote = settings.remote().get();
      setConnectorClassName(remote.connectorClasses(NettyConnectorFactory.class));
      setConnectionParameters(remote.connectionParameters());
      // Otherwise a send would wait for a minute for credit of a broker that hangs. The client
      // gives up a connection after at most twice its TTL.
      setClientFailureCheckPeriod(CALL_TIMEOUT.dividedBy(4).toMillis());
      setConnectionTTL(CALL_TIMEOUT.toMillis());
      settings.credentials().ifPresent(this::logInWith);
      return;
    }
    if (settings.listen().isPresent() && settings.credentials().isEmpty()) {
      LOG.log(
          Level.WARNING,
          "Setting {0} is open to every program on this machine: set webhooks.jms.user and"
              + " webhooks.jms.password to ask for a password",
          ListenAddress.KEY);
    }
    Credentials own = Credentials.random();
    EmbeddedBroker started = new EmbeddedBroker();
    broker = started;
    started.start(settings, new BrokerAuthorization(own, settings));
    setConnectorClassName(InVMConnectorFactory.class.getName());
    setConnectionParameters("serverId=" + EmbeddedBroker.IN_VM_ID);
    logInWith(own);
  }

  private void logInWith(Credentials credentials) {
    setUserName(credentials.user());
    setPassword(credentials.password());
  }

  private void stopBroker() {
    EmbeddedBroker started = broker;
    broker = null;
    if (started == null) {
      return;
    }
    try {
      started.stop();
    } catch (Exception e) {
      LOG.log(Level.WARNING, "The embedded broker did not stop cleanly", e);
    }
  }
}
