package webhooks.broker;

import java.nio.file.Path;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerBasePlugin;

/** An Artemis broker in memory with the queue of events, which asks for no login. */
final class OpenBroker {
  private static final QueueConfiguration EVENTS =
      QueueConfiguration.of(QueueNames.EVENTS).setRoutingType(RoutingType.ANYCAST);

  private final ActiveMQServer server;

  private OpenBroker(ActiveMQServer server) {
    this.server = server;
  }

  /**
   * Starts a broker and returns it.
   *
   * @param uri the address at which it accepts connections
   * @param directory where it keeps large messages
   */
  static OpenBroker startedAt(String uri, Path directory, ActiveMQServerBasePlugin... plugins)
      throws Exception {
    Configuration configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .setLargeMessagesDirectory(directory.toString())
            .addAcceptorConfiguration("clients", uri)
            .addQueueConfiguration(EVENTS);
    for (ActiveMQServerBasePlugin plugin : plugins) {
      configuration.registerBrokerPlugin(plugin);
    }
    ActiveMQServer server = ActiveMQServers.newActiveMQServer(configuration);
    server.start();
    return new OpenBroker(server);
  }

  /** Returns the number of tasks that wait for their time. */
  int scheduledTasks() {
    return ((ScheduledThreadPoolExecutor) server.getScheduledPool()).getQueue().size();
  }

  void stop() throws Exception {
    server.stop();
  }
}
