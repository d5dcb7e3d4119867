package webhooks.broker.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedAcceptorFactoryTest {
  private final Configuration configuration = new ConfigurationImpl();

  @ParameterizedTest
  @ValueSource(strings = {"CORE", "AMQP", "CORE,AMQP", "AMQP, CORE"})
  void guardsCoreAndAmqp(String protocols) throws Exception {
    configuration.addAcceptorConfiguration("a", "tcp://127.0.0.1:1?protocols=" + protocols);

    assertThat(isGuarded()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:1", "tcp://127.0.0.1:1?protocols=CORE,MQTT", "vm://0"})
  void leavesOtherAcceptorsAlone(String uri) throws Exception {
    configuration.addAcceptorConfiguration("a", uri);

    assertThat(isGuarded()).isFalse();
  }

  /** The brokers of a pair keep connections that do not log in. */
  @Test
  void leavesBrokersOfClusterAlone() throws Exception {
    configuration.addAcceptorConfiguration("a", "tcp://127.0.0.1:1?protocols=CORE");
    configuration.setClusterConfigurations(List.of(new ClusterConnectionConfiguration()));

    assertThat(isGuarded()).isFalse();
  }

  private boolean isGuarded() {
    ActiveMQServer server = ActiveMQServers.newActiveMQServer(configuration, false);
    GuardedAcceptorFactory.guardAcceptorsOf(server, ListenerHooks.NONE);
    return server.getServiceRegistry().getAcceptorFactory("a", NettyAcceptorFactory.class.getName())
        instanceof GuardedAcceptorFactory;
  }
}
