package webhooks.broker;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;

/**
 * The large messages that one connection is sending, each in many packets.
 *
 * <p>Artemis writes the parts of a message to a file as they come, and asks {@link SizeLimit} after
 * the last part: a message without end would fill the disk. For one thread.
 */
final class LargeMessages {
  /** Above the limit of messages, since a copy in the invalid queue can be larger than 4 MiB. */
  static final int MAX_BYTES = 16 * 1024 * 1024;

  /** More sessions than a connection of a JMS client has at the same time. */
  private static final int MAX_CHANNELS = 1000;

  private final Map<Long, Integer> bytes = new HashMap<>();

  /** Notes a packet, and returns whether its message is still small enough. */
  boolean add(ByteBuf packet) {
    int start = packet.readerIndex();
    byte type = packet.getByte(start);
    long channel = packet.getLong(start + Byte.BYTES);
    return switch (type) {
      case PacketImpl.SESS_SEND_LARGE -> {
        bytes.put(channel, 0);
        yield bytes.size() <= MAX_CHANNELS;
      }
      case PacketImpl.SESS_SEND_CONTINUATION ->
          bytes.merge(channel, packet.readableBytes(), Integer::sum) <= MAX_BYTES
              && bytes.size() <= MAX_CHANNELS;
      case PacketImpl.SESS_CLOSE -> {
        bytes.remove(channel);
        yield true;
      }
      default -> true;
    };
  }
}
