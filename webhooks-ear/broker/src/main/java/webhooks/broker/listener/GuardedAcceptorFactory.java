package webhooks.broker.listener;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.metrics.MetricsManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.AcceptorFactory;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;

/** Creates acceptors that limit what connections can do before they have logged in. */
public final class GuardedAcceptorFactory implements AcceptorFactory {
  private static final Logger LOG = Logger.getLogger(GuardedAcceptorFactory.class.getName());
  private static final Set<String> GUARDED_PROTOCOLS = Set.of(LoginGuard.CORE, LoginGuard.AMQP);

  private static final String SECURITY_DOMAIN = "securityDomain";

  private final ActiveMQServer server;
  private final ListenerHooks hooks;

  private GuardedAcceptorFactory(ActiveMQServer server, ListenerHooks hooks) {
    this.server = server;
    this.hooks = hooks;
  }

  /**
   * Makes a broker create guarded acceptors. Call this before the broker creates its acceptors.
   *
   * <p>An acceptor with another protocol than Artemis core or AMQP stays unguarded, because its
   * logins are unknown here. So do all acceptors of a cluster or a pair, whose brokers stay
   * connected to each other without a login, and of an Artemis that is too old.
   */
  public static void guardAcceptorsOf(ActiveMQServer server, ListenerHooks hooks) {
    if (!isSupported()) {
      LOG.log(
          Level.WARNING,
          "Artemis {0} is too old for the limits of connections that have not logged in",
          server.getVersion().getFullVersion());
      return;
    }
    if (!server.getConfiguration().getClusterConfigurations().isEmpty()) {
      LOG.warning("This broker of a cluster does not limit connections that have not logged in");
      return;
    }
    for (TransportConfiguration acceptor : server.getConfiguration().getAcceptorConfigurations()) {
      if (NettyAcceptorFactory.class.getName().equals(acceptor.getFactoryClassName())
          && GUARDED_PROTOCOLS.containsAll(protocols(acceptor.getParams()))) {
        server
            .getServiceRegistry()
            .addAcceptorFactory(acceptor.getName(), new GuardedAcceptorFactory(server, hooks));
      }
    }
  }

  /** Returns whether Artemis has the interface of this class, as it has since version 2.44. */
  private static boolean isSupported() {
    return Arrays.stream(AcceptorFactory.class.getMethods())
        .map(Method::getParameterTypes)
        .anyMatch(types -> List.of(types).contains(MetricsManager.class));
  }

  /**
   * Returns the protocols of an acceptor. An acceptor that names none accepts all that the broker
   * knows: the result is then a name that is no protocol.
   */
  static Set<String> protocols(Map<String, Object> parameters) {
    Object names = parameters.get(TransportConstants.PROTOCOLS_PROP_NAME);
    return Arrays.stream(String.valueOf(names).split(","))
        .map(String::strip)
        .collect(Collectors.toUnmodifiableSet());
  }

  // Artemis's interface has a raw type.
  @Override
  @SuppressWarnings("rawtypes")
  public Acceptor createAcceptor(
      String name,
      ClusterConnection connection,
      Map<String, Object> configuration,
      BufferHandler handler,
      ServerConnectionLifeCycleListener listener,
      Executor threadPool,
      ScheduledExecutorService scheduledThreadPool,
      Map<String, ProtocolManager> protocolMap,
      String threadFactoryGroupName,
      MetricsManager metricsManager) {
    return new GuardedAcceptor(
        new GuardedAcceptor.NettyArguments(
            name,
            connection,
            configuration,
            handler,
            listener,
            scheduledThreadPool,
            new EndedConnections(new OrderedExecutor(threadPool)),
            protocolMap,
            threadFactoryGroupName,
            metricsManager),
        () -> takesAnonymous(configuration),
        hooks);
  }

  /** Asks the broker each time, because its users can change while it runs. */
  private boolean takesAnonymous(Map<String, Object> parameters) {
    try {
      server
          .getSecurityStore()
          .authenticate(null, null, null, (String) parameters.get(SECURITY_DOMAIN));
      return true;
    } catch (Exception e) {
      LOG.log(Level.FINE, "The broker takes no connection without credentials", e);
      return false;
    }
  }
}
