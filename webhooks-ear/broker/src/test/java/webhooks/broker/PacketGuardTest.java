package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendContinuationMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendLargeMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendMessage;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.utils.DataConstants;
import org.apache.activemq.artemis.utils.UUIDGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PacketGuardTest {
  /** The name of the property whose claims are false. */
  private static final SimpleString NAME = SimpleString.of("claim");

  /** A number in the encoded properties that claims how much follows. */
  private enum Claim {
    NUMBER_OF_PROPERTIES(-2 * DataConstants.SIZE_INT),
    LENGTH_OF_NAME(-DataConstants.SIZE_INT),
    LENGTH_OF_BYTES(NAME.getData().length + DataConstants.SIZE_BYTE);

    private final int offset;

    /** Takes the offset from the first byte of the property's name. */
    Claim(int offset) {
      this.offset = offset;
    }

    private void falsify(ByteBuf packet, int value) {
      ByteBuf all = packet.duplicate().readerIndex(0);
      int name = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(NAME.getData()), all);
      if (name >= 0) {
        packet.setInt(name + offset, value);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesFalseClaim(Claim claim) {
    for (Packet packet :
        List.of(
            new SessionSendMessage(message(), true, null),
            new SessionSendLargeMessage(message()))) {
      for (int value : new int[] {Integer.MAX_VALUE, 1000, -1}) {
        ByteBuf frame = frame(packet);
        claim.falsify(frame, value);

        assertRefused(frame);
      }
    }
  }

  @Test
  void refusesFalseLengthOfPartOfLargeMessage() {
    for (int value : new int[] {Integer.MAX_VALUE, 1000, -1}) {
      ByteBuf frame = frame(part());
      frame.setInt(PacketImpl.PACKET_HEADERS_SIZE, value);

      assertRefused(frame);
    }
  }

  @Test
  void refusesPacketThatIsCutOff() {
    ByteBuf frame = frame(new SessionSendMessage(message(), true, null));

    assertRefused(frame.writerIndex(frame.writerIndex() - 3));
  }

  @Test
  void letsTrueClaimsPass() {
    CoreMessage all = message();
    all.setUserID(UUIDGenerator.getInstance().generateUUID());
    all.putBooleanProperty("boolean", true)
        .putByteProperty("byte", (byte) 1)
        .putBytesProperty("bytes", new byte[0])
        .putShortProperty("short", (short) 1)
        .putIntProperty("int", 1)
        .putLongProperty("long", 1)
        .putFloatProperty("float", 1)
        .putDoubleProperty("double", 1)
        .putCharProperty("char", 'c')
        .putStringProperty("string", "ä".repeat(5_000))
        .putObjectProperty("null", null);
    CoreMessage none = new CoreMessage(1, 100);
    EmbeddedChannel channel = new EmbeddedChannel(PacketGuard.PacketFilter.ofCore());

    for (Packet packet :
        List.of(
            new SessionSendMessage(all, true, null),
            new SessionSendLargeMessage(all),
            new SessionSendMessage(none, true, null),
            new SessionSendLargeMessage(none),
            part())) {
      ByteBuf frame = frame(packet);

      channel.writeInbound(frame);

      assertThat(channel.<Object>readInbound()).isSameAs(frame);
      assertThat(frame.readerIndex()).isEqualTo(DataConstants.SIZE_INT);
    }
    assertThat(channel.isOpen()).isTrue();
  }

  /** A packet that came with the refused one can be the commit of its transaction. */
  @Test
  void dropsPacketsBehindRefusedOne() {
    ByteBuf refused = frame(new SessionSendMessage(message(), true, null));
    Claim.LENGTH_OF_BYTES.falsify(refused, 1000);
    ByteBuf commit = frame(new PacketImpl(PacketImpl.SESS_COMMIT));
    EmbeddedChannel keptOpen =
        new EmbeddedChannel(new KeepOpen(), PacketGuard.PacketFilter.ofCore());

    keptOpen.writeInbound(refused, commit);

    assertThat(keptOpen.<Object>readInbound()).isNull();
    assertThat(commit.refCnt()).isZero();
  }

  @Test
  void failsOnlyTheProducerOfAFalseClaim(@TempDir Path directory) throws Exception {
    String address = "tcp://127.0.0.1:" + freePort();
    OpenBroker broker = OpenBroker.startedAt(address, directory, new PacketGuard());
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(address);
        JMSContext other = factory.createContext()) {
      assertThatThrownBy(() -> sendFalseClaim(factory))
          .isInstanceOfSatisfying(
              ActiveMQException.class,
              e ->
                  assertThat(e.getType())
                      .isIn(ActiveMQExceptionType.UNBLOCKED, ActiveMQExceptionType.NOT_CONNECTED));

      other.createProducer().send(other.createQueue(QueueNames.EVENTS), "text");
      assertThat(
              other
                  .createConsumer(other.createQueue(QueueNames.EVENTS))
                  .receiveBody(String.class, 30_000))
          .isEqualTo("text");
    } finally {
      broker.stop();
    }
  }

  /** Artemis reads on after its close, and after an error from the middle of a message. */
  @Test
  void endsAmqpConnectionWithTheBrokersClose() {
    EmbeddedChannel channel = new EmbeddedChannel(PacketGuard.PacketFilter.ofAmqp(name -> true));
    String begin = AmqpHex.frame(0, AmqpHex.described(0x11, AmqpHex.list()));
    String close = AmqpHex.frame(0, AmqpHex.described(0x18, AmqpHex.list()));
    channel.writeOutbound(AmqpHex.buffer("414d515000010000" + AmqpHex.frame(0, "") + begin));
    channel.writeInbound(AmqpHex.buffer(begin));
    assertThat(channel.isOpen()).isTrue();
    assertThat(channel.<Object>readInbound()).isNotNull();

    channel.writeOutbound(AmqpHex.buffer(begin + close.substring(0, 18)));
    assertThat(channel.isOpen()).isTrue();
    channel.writeOutbound(AmqpHex.buffer(close.substring(18)));

    assertThat(channel.isOpen()).isFalse();
    assertThat(channel.outboundMessages()).hasSize(3);
  }

  @Test
  void dropsWhatFollowsTheBrokersClose() {
    EmbeddedChannel keptOpen =
        new EmbeddedChannel(new KeepOpen(), PacketGuard.PacketFilter.ofAmqp(name -> true));
    keptOpen.writeOutbound(
        AmqpHex.buffer(AmqpHex.frame(0, AmqpHex.described(0x18, AmqpHex.list()))));

    keptOpen.writeInbound(
        AmqpHex.buffer(AmqpHex.frame(0, AmqpHex.described(0x11, AmqpHex.list()))));

    assertThat(keptOpen.<Object>readInbound()).isNull();
  }

  private static void sendFalseClaim(ActiveMQConnectionFactory factory) throws Exception {
    try (ClientSessionFactory sessions = factory.getServerLocator().createSessionFactory();
        ClientSession session = sessions.createSession();
        ClientProducer producer = session.createProducer(QueueNames.EVENTS)) {
      NettyConnection connection =
          (NettyConnection) sessions.getConnection().getTransportConnection();
      connection.getNettyChannel().pipeline().addLast(new Falsification());
      ClientMessage message = session.createMessage(Message.TEXT_TYPE, true);
      message.putBytesProperty(NAME, new byte[] {1, 2, 3});
      producer.send(message);
    }
  }

  /** Falsifies the packets that a client sends. */
  private static final class Falsification extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object packet, ChannelPromise promise) {
      if (packet instanceof ByteBuf bytes) {
        Claim.LENGTH_OF_BYTES.falsify(bytes, Integer.MAX_VALUE);
      }
      context.write(packet, promise);
    }
  }

  /** Keeps a channel open that is to be closed, as long as its received packets last. */
  private static final class KeepOpen extends ChannelOutboundHandlerAdapter {
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
      promise.setSuccess();
    }
  }

  private static void assertRefused(ByteBuf frame) {
    EmbeddedChannel own = new EmbeddedChannel(PacketGuard.PacketFilter.ofCore());

    own.writeInbound(frame);

    assertThat(own.<Object>readInbound()).isNull();
    assertThat(own.isOpen()).isFalse();
    assertThat(frame.refCnt()).isZero();
  }

  static CoreMessage message() {
    CoreMessage message = new CoreMessage(1, 100);
    message.setAddress(QueueNames.EVENTS);
    message.getBodyBuffer().writeBytes(new byte[50]);
    return message.putBytesProperty(NAME, new byte[] {1, 2, 3});
  }

  private static Packet part() {
    return new SessionSendContinuationMessage(null, new byte[50], false, true, 50, null);
  }

  /** Returns the packet as the broker's frame decoder passes it on: behind its length. */
  static ByteBuf frame(Packet packet) {
    // Artemis's own buffer can't be released.
    ByteBuf copy = Unpooled.copiedBuffer(packet.encode(null).byteBuf());
    return copy.readerIndex(DataConstants.SIZE_INT);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
