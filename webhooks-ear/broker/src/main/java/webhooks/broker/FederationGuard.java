package webhooks.broker;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Refuses to connect the broker to another broker at a client's request. It closes the connection
 * that the request comes from.
 *
 * <p>Artemis up to 2.51 fulfils such a request before any login: the other broker could read and
 * write each queue (CVE-2026-27446). WildFly contains such a version. External brokers name this
 * class in their broker.xml, so its name stays.
 */
public final class FederationGuard implements Interceptor {
  private static final Logger LOG = Logger.getLogger(FederationGuard.class.getName());

  /** Creates the interceptor; brokers do so by its class name. */
  public FederationGuard() {}

  @Override
  public boolean intercept(Packet packet, RemotingConnection connection) throws ActiveMQException {
    if (packet.getType() != PacketImpl.FEDERATION_DOWNSTREAM_CONNECT) {
      return true;
    }
    LOG.log(
        Level.WARNING,
        "A request to connect to another broker is refused, and its connection from {0} is closed",
        connection.getRemoteAddress());
    connection.getTransportConnection().close();
    return false;
  }
}
