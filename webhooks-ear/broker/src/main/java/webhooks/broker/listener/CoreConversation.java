package webhooks.broker.listener;

import static org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl.CHECK_FOR_FAILOVER;
import static org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl.CREATESESSION;
import static org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl.CREATESESSION_RESP;
import static org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl.CREATESESSION_V2;
import static org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl.DISCONNECT;
import static org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl.DISCONNECT_V2;
import static org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl.DISCONNECT_V3;
import static org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl.PING;
import static org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl.REATTACH_SESSION;
import static org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl.REATTACH_SESSION_RESP;
import static org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl.SUBSCRIBE_TOPOLOGY;
import static org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl.SUBSCRIBE_TOPOLOGY_V2;

import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The rules of Artemis core after its first bytes, {@code ARTEMIS}. A packet is its length, a byte
 * for its type, the id of its channel, and its content.
 */
final class CoreConversation extends Conversation {
  /** Twice the maximum size of a message, so that the broker itself can refuse a larger one. */
  static final int MAX_LENGTH = 8 * 1024 * 1024;

  /** The packets that a client may send before its login. */
  private static final Set<Byte> LOGIN_PACKETS =
      Set.of(
          PING,
          SUBSCRIBE_TOPOLOGY,
          SUBSCRIBE_TOPOLOGY_V2,
          CHECK_FOR_FAILOVER,
          CREATESESSION,
          CREATESESSION_V2,
          REATTACH_SESSION,
          DISCONNECT,
          DISCONNECT_V2,
          DISCONNECT_V3);

  private static final int TYPE = Integer.BYTES;
  private static final int CONTENT = TYPE + Byte.BYTES + Long.BYTES;
  private static final int MIN_LENGTH = CONTENT - Integer.BYTES;

  private final FrameReader received = new ReceivedPackets();
  private final FrameReader sent = new SentPackets();

  @Override
  FrameReader received() {
    return received;
  }

  @Override
  FrameReader sent() {
    return sent;
  }

  private final class ReceivedPackets extends FrameReader {
    private ReceivedPackets() {
      super(TYPE + Byte.BYTES);
    }

    @Override
    protected long size(int length) {
      int max = isLoggedIn() ? MAX_LENGTH : MAX_LOGIN_BYTES;
      return length < MIN_LENGTH || length > max ? 0 : length + Integer.BYTES;
    }

    @Override
    protected boolean isAcceptable(ByteBuffer packet, long bytes) {
      return isWithinLimits(bytes) && (isLoggedIn() || LOGIN_PACKETS.contains(packet.get(TYPE)));
    }
  }

  /** Notes no refused login: Artemis then answers by an exception, and the client may try again. */
  private final class SentPackets extends FrameReader {
    private SentPackets() {
      super(CONTENT + Integer.BYTES + Byte.BYTES);
    }

    @Override
    protected long size(int length) {
      return (long) length + Integer.BYTES;
    }

    @Override
    protected boolean isAcceptable(ByteBuffer packet, long bytes) {
      boolean accepted =
          switch (packet.get(TYPE)) {
            case CREATESESSION_RESP -> true;
            // The answer begins with the number of the last packet that the broker has.
            case REATTACH_SESSION_RESP -> packet.get(CONTENT + Integer.BYTES) != 0;
            default -> false;
          };
      if (accepted) {
        note(LoginState.DONE);
      }
      return true;
    }
  }
}
