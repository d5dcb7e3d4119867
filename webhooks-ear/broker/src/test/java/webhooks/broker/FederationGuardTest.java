package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.RemotingConnectionImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.server.ActiveMQComponent;
import org.apache.activemq.artemis.spi.core.remoting.BaseConnectionLifeCycleListener;
import org.apache.activemq.artemis.spi.core.remoting.Connection;
import org.junit.jupiter.api.Test;

class FederationGuardTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final RemotingConnectionImpl connection =
      new RemotingConnectionImpl(
          null,
          new NettyConnection(Map.of(), channel, new Listener(), false, false),
          List.of(),
          List.of(),
          null,
          null);

  @Test
  void letsOtherPacketsPass() throws Exception {
    assertThat(intercept(PacketImpl.PING)).isTrue();
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void closesTheConnectionOfARequestToFederate() throws Exception {
    assertThat(intercept(PacketImpl.FEDERATION_DOWNSTREAM_CONNECT)).isFalse();
    channel.runPendingTasks();
    assertThat(channel.isOpen()).isFalse();
  }

  private boolean intercept(byte type) throws Exception {
    return new FederationGuard().intercept(new PacketImpl(type), connection);
  }

  private static final class Listener implements BaseConnectionLifeCycleListener<Object> {
    @Override
    public void connectionCreated(
        ActiveMQComponent component, Connection created, Object protocol) {}

    @Override
    public void connectionDestroyed(Object id, boolean failed) {}

    @Override
    public void connectionException(Object id, ActiveMQException e) {}

    @Override
    public void connectionReadyForWrites(Object id, boolean ready) {}
  }
}
