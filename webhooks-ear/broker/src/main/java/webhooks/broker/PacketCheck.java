package webhooks.broker;

import io.netty.buffer.ByteBuf;
import org.apache.activemq.artemis.core.buffers.impl.ChannelBufferWrapper;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.utils.DataConstants;

/**
 * Checks that the broker can decode a packet without more memory than the packet has.
 *
 * <p>Artemis believes the number of a message's properties, the length of a property that is a byte
 * array, and the length of a part of a large message, and allocates as much before it reads on. It
 * also decodes the packets of a replicating broker and the answers of a broker, from anyone and
 * before a login, and believes the lengths in them. No client sends such a packet, so none of them
 * passes. A backup only answers them, and its answers have no lengths, so a broker with this check
 * can have a replica: the packets of replication come to the backup on a connection that the backup
 * opened, which is not checked.
 */
final class PacketCheck {
  private static final int UUID_BYTES = 16;

  /** The message's type, durability, expiration, time and priority. */
  private static final int FIXED_HEADER_BYTES =
      3 * DataConstants.SIZE_BYTE + 2 * DataConstants.SIZE_LONG;

  private PacketCheck() {}

  /** Returns whether all sizes that the packet claims fit into it. */
  static boolean isDecodable(ByteBuf packet) {
    try {
      ByteBuf rest = packet.duplicate();
      byte type = rest.readByte();
      skipChannelId(rest);
      return switch (type) {
        case PacketImpl.SESS_SEND -> {
          skipBody(rest);
          yield areHeadersDecodable(rest);
        }
        case PacketImpl.SESS_SEND_LARGE -> areHeadersDecodable(rest);
        case PacketImpl.SESS_SEND_CONTINUATION -> BodyCheck.isWithin(rest.readInt(), wrap(rest));
        default -> !isOfReplication(type) && !isAnswer(type);
      };
    } catch (RuntimeException e) {
      // The packet ends too early, or a length is negative.
      return false;
    }
  }

  /** Returns whether only a broker that has a replica sends such a packet, to its backup. */
  private static boolean isOfReplication(byte type) {
    return type > PacketImpl.REPLICATION_RESPONSE && type <= PacketImpl.REPLICATION_SYNC_FILE
        || type == PacketImpl.REPLICATION_START_FINISH_SYNC
        || type == PacketImpl.REPLICATION_SCHEDULED_FAILOVER;
  }

  /** Returns whether only a broker sends such a packet, and Artemis believes the sizes in it. */
  private static boolean isAnswer(byte type) {
    return switch (type) {
      case PacketImpl.SESS_RECEIVE_MSG,
          PacketImpl.SESS_RECEIVE_LARGE_MSG,
          PacketImpl.SESS_RECEIVE_CONTINUATION,
          PacketImpl.SESS_XA_INDOUBT_XIDS_RESP,
          PacketImpl.SESS_BINDINGQUERY_RESP,
          PacketImpl.SESS_BINDINGQUERY_RESP_V2,
          PacketImpl.SESS_BINDINGQUERY_RESP_V3,
          PacketImpl.SESS_BINDINGQUERY_RESP_V4,
          PacketImpl.SESS_BINDINGQUERY_RESP_V5 ->
          true;
      default -> false;
    };
  }

  private static void skipChannelId(ByteBuf rest) {
    rest.skipBytes(DataConstants.SIZE_LONG);
  }

  /** Skips the body. The packet gives its end as an offset from the packet's length field. */
  private static void skipBody(ByteBuf rest) {
    rest.skipBytes(rest.readInt() - PacketImpl.PACKET_HEADERS_SIZE);
  }

  private static boolean areHeadersDecodable(ByteBuf rest) {
    skipMessageId(rest);
    skipAddress(rest);
    skipUserId(rest);
    rest.skipBytes(FIXED_HEADER_BYTES);
    // Properties have the same form as the body of a map message.
    return BodyCheck.isMap(wrap(rest));
  }

  private static void skipMessageId(ByteBuf rest) {
    rest.skipBytes(DataConstants.SIZE_LONG);
  }

  private static void skipAddress(ByteBuf rest) {
    if (rest.readByte() != DataConstants.NULL) {
      rest.skipBytes(rest.readInt());
    }
  }

  private static void skipUserId(ByteBuf rest) {
    if (rest.readByte() == DataConstants.NOT_NULL) {
      rest.skipBytes(UUID_BYTES);
    }
  }

  private static ChannelBufferWrapper wrap(ByteBuf rest) {
    return new ChannelBufferWrapper(rest);
  }
}
