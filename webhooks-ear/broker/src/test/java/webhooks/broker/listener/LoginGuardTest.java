package webhooks.broker.listener;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.broker.listener.GuardedConnection.hex;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Set;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateSessionResponseMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.NullResponseMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.Ping;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionResponseMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginGuardTest {
  private static final String SASL = "414d515003010000";

  private final GuardedConnection connection = new GuardedConnection(Set.of("CORE", "AMQP"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "G",
        "POST / HTTP/1.1",
        "ACTIVEMQ",
        "ARTEMIX",
        "AMQX",
        "CONNECT\n",
        "\020\014\0\4MQTT",
        "\0"
      })
  void refusesOtherProtocolsAtTheirFirstByte(String text) {
    connection.receive(Unpooled.copiedBuffer(text, ISO_8859_1));

    assertThat(connection.isOpen()).isFalse();
    assertThat(connection.passedOn()).isEmpty();
    assertThat(connection.pendingLogins()).isZero();
  }

  @Test
  void refusesProtocolThatTheListenerDoesNotSpeak() {
    GuardedConnection coreOnly = new GuardedConnection(Set.of("CORE"));

    coreOnly.receive(hex(SASL));

    assertThat(coreOnly.isOpen()).isFalse();
  }

  @Test
  void passesTheFirstPacketsOfCore() {
    connection.receive(core(new Ping(1)));
    connection.receive(packet(PacketImpl.SUBSCRIBE_TOPOLOGY_V2, 5));
    connection.receive(packet(PacketImpl.CREATESESSION, Conversation.MAX_LOGIN_BYTES - 9));

    assertThat(connection.isOpen()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, 64 * 1024 + 1, 8, 0, -1, Integer.MIN_VALUE})
  void refusesLengthOfCorePacket(int length) {
    connection.receive(core(new Ping(1)));
    assertThat(connection.isOpen()).isTrue();

    connection.receive(Unpooled.buffer().writeInt(length));

    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void refusesPacketOfSessionBeforeTheLogin() {
    connection.receive(core(new Ping(1)));

    connection.receive(packet(PacketImpl.SESS_SEND, 100));

    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void takesLargerPacketsAfterTheLogin() {
    connection.receive(core(new Ping(1)));
    connection.answer(bytes(new CreateSessionResponseMessage(136)));
    assertThat(connection.pendingLogins()).isZero();
    connection.receive(packet(PacketImpl.SESS_SEND, CoreConversation.MAX_LENGTH - 9));
    assertThat(connection.isOpen()).isTrue();

    connection.receive(Unpooled.buffer().writeInt(CoreConversation.MAX_LENGTH + 1));

    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void clientThatReconnectsIsLoggedIn() {
    connection.receive(core(new Ping(1)));

    connection.answer(bytes(new ReattachSessionResponseMessage(1, true)));

    assertThat(connection.pendingLogins()).isZero();
    connection.receive(packet(PacketImpl.SESS_SEND, 100));
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void isNotLoggedInByOtherAnswers() {
    connection.receive(core(new Ping(1)));
    connection.answer(bytes(new Ping(1)));
    connection.answer(bytes(new NullResponseMessage()));
    connection.answer(bytes(new ReattachSessionResponseMessage(1, false)));

    assertThat(connection.pendingLogins()).isOne();
    connection.receive(packet(PacketImpl.SESS_SEND, 100));
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void endsConnectionAtItsFirstError() {
    connection.fail(new IllegalStateException("no TLS"));

    assertThat(connection.isOpen()).isFalse();
    assertThat(connection.pendingLogins()).isZero();
  }

  private static ByteBuf core(Packet packet) {
    return Unpooled.wrappedBuffer(Unpooled.copiedBuffer("ARTEMIS", ISO_8859_1), bytes(packet));
  }

  private static ByteBuf packet(byte type, int content) {
    return Unpooled.buffer().writeInt(content + 9).writeByte(type).writeLong(1).writeZero(content);
  }

  private static ByteBuf bytes(Packet packet) {
    return Unpooled.wrappedBuffer(ByteBufUtil.getBytes(packet.encode(null).byteBuf()));
  }
}
