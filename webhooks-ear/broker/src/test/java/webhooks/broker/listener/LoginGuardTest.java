package webhooks.broker.listener;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.broker.listener.GuardedConnection.hex;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Duration;
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

  /** Artemis makes hundreds of objects for each connection whose protocol it sees. */
  @Test
  void keepsConnectionsThatEndAtOnceFromArtemis() {
    connection.receiveNow(hex(SASL));
    assertThat(connection.passedOn()).isEmpty();

    connection.fail(new IOException("Connection reset by peer"));
    connection.pass(LoginGuard.FIRST_BYTES_WAIT);

    assertThat(connection.isOpen()).isFalse();
    assertThat(connection.passedOn()).isEmpty();
    assertThat(connection.pendingLogins()).isZero();
  }

  @Test
  void waitsWhileTooManyThatHaveEndedAreInMemory() {
    connection.endOthers();
    connection.receive(hex(SASL.substring(0, 8)));
    connection.receive(hex(SASL.substring(8)));
    connection.pass(Duration.ofSeconds(1));
    assertThat(connection.passedOn()).isEmpty();
    assertThat(connection.isOpen()).isTrue();

    connection.forgetOther();
    connection.pass(LoginGuard.ENDED_WAIT);

    assertThat(connection.passedOn()).isEqualTo(SASL);
  }

  @Test
  void passesTheFirstBytesOnAfterAShortTime() {
    connection.receiveNow(hex(SASL.substring(0, 6)));
    connection.receiveNow(hex(SASL.substring(6)));
    connection.pass(LoginGuard.FIRST_BYTES_WAIT.minusNanos(1));
    assertThat(connection.passedOn()).isEmpty();

    connection.pass(Duration.ofNanos(1));

    assertThat(connection.passedOn()).isEqualTo(SASL);
    connection.receiveNow(hex("00"));
    assertThat(connection.passedOn()).isEqualTo("00");
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
  void refusesManyPacketsBeforeTheLogin() {
    connection.receive(core(new Ping(1)));
    for (int i = 1; i < Conversation.MAX_LOGIN_FRAMES; i++) {
      connection.receive(bytes(new Ping(1)));
    }
    assertThat(connection.isOpen()).isTrue();

    connection.receive(bytes(new Ping(1)));

    assertThat(connection.isOpen()).isFalse();
    assertThat(connection.pendingLogins()).isZero();
  }

  /** One buffer of a connection may have thousands of packets. */
  @Test
  void passesOnNoneOfManyPacketsAtOnce() {
    ByteBuf packets = Unpooled.buffer().writeBytes(core(new Ping(1)));
    for (int i = 0; i < 3000; i++) {
      packets.writeBytes(packet(PacketImpl.SUBSCRIBE_TOPOLOGY, 1));
    }

    connection.receive(packets);

    assertThat(connection.passedOn()).isEmpty();
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void refusesManyBytesBeforeTheLogin() {
    connection.receive(Unpooled.copiedBuffer("ARTEMIS", ISO_8859_1));
    int packets = Conversation.MAX_ALL_LOGIN_BYTES / Conversation.MAX_LOGIN_BYTES;
    for (int i = 0; i < packets; i++) {
      connection.receive(packet(PacketImpl.CREATESESSION, Conversation.MAX_LOGIN_BYTES - 13));
    }
    assertThat(connection.isOpen()).isTrue();

    connection.receive(bytes(new Ping(1)));

    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void takesAnyNumberOfPacketsAfterTheLogin() {
    connection.receive(core(new Ping(1)));
    connection.answer(bytes(new CreateSessionResponseMessage(136)));
    for (int i = 0; i < 10; i++) {
      connection.receive(packet(PacketImpl.SESS_SEND, Conversation.MAX_LOGIN_BYTES));
    }
    for (int i = 0; i < 2 * Conversation.MAX_LOGIN_FRAMES; i++) {
      connection.receive(bytes(new Ping(1)));
    }

    assertThat(connection.isOpen()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsNothingWhileTheClientReadsNoAnswers(boolean loggedIn) {
    connection.receive(core(new Ping(1)));
    if (loggedIn) {
      connection.answer(bytes(new CreateSessionResponseMessage(136)));
    }

    connection.keepAnswer(packet(PacketImpl.PING, 100_000));
    assertThat(connection.isReading()).isFalse();
    connection.readAnswers();

    assertThat(connection.isReading()).isTrue();
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
