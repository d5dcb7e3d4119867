package webhooks.broker;

import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.MessagePacketI;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionReceiveMessage;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Protects this process from received messages whose bodies claim more than they hold, on every
 * broker.
 *
 * <p>Such a message would exhaust the memory in {@code receive}, and end a process that runs with
 * {@code -XX:+ExitOnOutOfMemoryError}, again at each start. The guard gives the received copy a
 * type that does not exist. {@code receive} then fails with an exception, as for every message that
 * the JMS client can't read, and intake leaves the message to the broker.
 */
public final class BodyGuard implements Interceptor {
  private static final byte UNKNOWN_TYPE = -1;

  /** Creates the interceptor of a connection's received packets. */
  public BodyGuard() {}

  @Override
  public boolean intercept(Packet packet, RemotingConnection connection) {
    if (packet instanceof MessagePacketI received
        && BodyCheck.isNeeded(received.getMessage())
        && !isReadable(received)) {
      received.getMessage().toCore().setType(UNKNOWN_TYPE);
    }
    return true;
  }

  /** Returns false for a large message, because its body comes in later packets. */
  private static boolean isReadable(MessagePacketI received) {
    return received instanceof SessionReceiveMessage
        && BodyCheck.isReadable(received.getMessage().toCore());
  }
}
