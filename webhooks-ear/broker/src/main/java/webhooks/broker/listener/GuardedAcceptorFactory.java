package webhooks.broker.listener;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
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

/** Creates acceptors that guard connections until they have logged in. */
public final class GuardedAcceptorFactory implements AcceptorFactory {
  private static final Set<String> GUARDED = Set.of(LoginGuard.CORE, LoginGuard.AMQP);

  private GuardedAcceptorFactory() {}

  /**
   * Guards each acceptor of a broker that is about to create them, if its protocols are Artemis
   * core, AMQP or both. Others are left as they are, because their logins are unknown here.
   */
  public static void guardAcceptorsOf(ActiveMQServer server) {
    for (TransportConfiguration acceptor : server.getConfiguration().getAcceptorConfigurations()) {
      if (NettyAcceptorFactory.class.getName().equals(acceptor.getFactoryClassName())
          && GUARDED.containsAll(protocols(acceptor.getParams()))) {
        server
            .getServiceRegistry()
            .addAcceptorFactory(acceptor.getName(), new GuardedAcceptorFactory());
      }
    }
  }

  /** Returns the protocols of an acceptor. One that names none has all that the broker knows. */
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
        new GuardedAcceptor.Context(
            name,
            connection,
            configuration,
            handler,
            listener,
            scheduledThreadPool,
            new OrderedExecutor(threadPool),
            protocolMap,
            threadFactoryGroupName,
            metricsManager));
  }
}
