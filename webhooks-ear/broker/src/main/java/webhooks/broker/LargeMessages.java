package webhooks.broker;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;

/**
 * Limits the large messages that one connection is sending, each in many packets.
 *
 * <p>Artemis writes the parts of a message to a file as they come, and asks {@link SizeLimit} after
 * the last part: a message without end would fill the disk. For one thread.
 */
final class LargeMessages {
  /** The limit is above {@link SizeLimit}'s, because copies in the invalid queue can be larger. */
  static final int MAX_BYTES = 16 * 1024 * 1024;

  /** More sessions than a connection of a JMS client has at the same time. */
  private static final int MAX_CHANNELS = 1000;

  /** The size of the latest large message of each channel, so far. */
  private final Map<Long, Integer> bytes = new HashMap<>();

  /** Notes a packet. Returns whether its message is small enough, and the channels are few. */
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
