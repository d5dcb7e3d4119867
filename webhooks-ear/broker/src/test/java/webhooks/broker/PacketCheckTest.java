package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.apache.activemq.artemis.core.buffers.impl.ChannelBufferWrapper;
import org.apache.activemq.artemis.core.persistence.impl.nullpm.NullStorageManager;
import org.apache.activemq.artemis.core.protocol.ServerPacketDecoder;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.utils.DataConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketCheckTest {
  /** Artemis decodes all of these for callers without a login, and allocates what they claim. */
  @Test
  void refusesPacketsThatOnlyBrokersSend() {
    for (byte type :
        new byte[] {
          PacketImpl.REPLICATION_APPEND,
          PacketImpl.REPLICATION_APPEND_TX,
          PacketImpl.REPLICATION_DELETE_TX,
          PacketImpl.REPLICATION_PREPARE,
          PacketImpl.REPLICATION_PAGE_WRITE,
          PacketImpl.REPLICATION_LARGE_MESSAGE_WRITE,
          PacketImpl.REPLICATION_SYNC_FILE,
          PacketImpl.REPLICATION_START_FINISH_SYNC,
          PacketImpl.REPLICATION_SCHEDULED_FAILOVER,
          PacketImpl.SESS_RECEIVE_MSG,
          PacketImpl.SESS_RECEIVE_LARGE_MSG,
          PacketImpl.SESS_RECEIVE_CONTINUATION,
          PacketImpl.SESS_XA_INDOUBT_XIDS_RESP,
          PacketImpl.SESS_BINDINGQUERY_RESP,
          PacketImpl.SESS_BINDINGQUERY_RESP_V5
        }) {
      assertThat(PacketCheck.isDecodable(PacketGuardTest.frame(new PacketImpl(type))))
          .as("type %d", type)
          .isFalse();
    }
  }

  /** Otherwise a broker could have no replica. */
  @ParameterizedTest
  @ValueSource(bytes = {PacketImpl.REPLICATION_RESPONSE, PacketImpl.REPLICATION_RESPONSE_V2})
  void letsAnswersOfABackupPass(byte type) {
    assertThat(PacketCheck.isDecodable(PacketGuardTest.frame(new PacketImpl(type)))).isTrue();
  }

  /** Looks for other packets with claims: whatever passes must be decodable in little memory. */
  @Test
  void letsNoPacketPassThatExhaustsMemory() {
    ServerPacketDecoder decoder = new ServerPacketDecoder(new NullStorageManager());
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      ByteBuf packet = randomPacket((byte) i, random);
      if (PacketCheck.isDecodable(packet)) {
        assertThatCode(() -> decode(decoder, packet)).doesNotThrowAnyException();
      }
    }
  }

  /** Decodes a packet; Artemis closes the connection of one that is invalid. */
  private static void decode(ServerPacketDecoder decoder, ByteBuf packet) {
    try {
      decoder.decode(new ChannelBufferWrapper(packet), null);
    } catch (RuntimeException | AssertionError e) {
      // Only a lack of memory matters. An array of the largest size is more than Java allows.
    }
  }

  /** Returns a packet that claims more than it holds at random places. */
  private static ByteBuf randomPacket(byte type, Random random) {
    ByteBuf packet = Unpooled.buffer();
    packet.writeInt(0).skipBytes(DataConstants.SIZE_INT);
    packet.writeByte(type).writeLong(1);
    int end = packet.writerIndex() + random.nextInt(100);
    while (packet.writerIndex() < end) {
      switch (random.nextInt(5)) {
        case 0 -> packet.writeByte(random.nextInt(24));
        case 1 -> packet.writeInt(Integer.MAX_VALUE);
        case 2 -> packet.writeInt(random.nextInt(4));
        case 3 -> packet.writeInt(1).writeShort('a');
        default -> packet.writeLong(0x0101010101010101L);
      }
    }
    return packet;
  }
}
