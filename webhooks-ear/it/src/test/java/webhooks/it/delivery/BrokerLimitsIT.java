package webhooks.it.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.broker.Producer;
import webhooks.it.harness.environment.TestEnvironment;

/** Tests what each broker refuses, so that no producer can harm it or stop intake. */
class BrokerLimitsIT {
  private static final int MEBIBYTE = 1024 * 1024;
  private static final int PATIENCE_MILLIS = 10_000;

  /** How a client of Artemis begins a connection. */
  private static final byte[] HANDSHAKE = "ARTEMIS".getBytes(US_ASCII);

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Map<String, String> login = environment.broker().amqp();
  private final int port = Integer.parseInt(login.get("AMQP_PORT"));
  private final ActiveMQConnectionFactory factory =
      new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
  private final JMSContext session =
      factory.createContext(login.get("AMQP_USER"), login.get("AMQP_PASSWORD"));
  private final Queue events = session.createQueue(Producer.EVENTS);

  @AfterEach
  void close() {
    session.close();
    factory.close();
  }

  /** Artemis decodes such a packet before a login, and believes the lengths in it. */
  @ParameterizedTest
  @ValueSource(
      bytes = {
        PacketImpl.REPLICATION_APPEND,
        PacketImpl.REPLICATION_SYNC_FILE,
        PacketImpl.REPLICATION_SCHEDULED_FAILOVER
      })
  void refusesReplicationBeforeALogin(byte type) throws IOException {
    ByteBuffer packet = ByteBuffer.allocate(Byte.BYTES + 2 * Long.BYTES);
    packet.put(type).putLong(2);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write(
              ByteBuffer.allocate(HANDSHAKE.length + Integer.BYTES + packet.capacity())
                  .put(HANDSHAKE)
                  .putInt(packet.capacity())
                  .put(packet.array())
                  .array());

      assertThat(socket.getInputStream().read()).as("the end of the connection").isNegative();
    }
    environment.assertDelivers();
  }

  @Test
  void refusesLongDelay() {
    JMSProducer delayed = session.createProducer().setDeliveryDelay(Duration.ofHours(1).toMillis());

    assertThatThrownBy(() -> delayed.send(events, "late"))
        .isInstanceOf(JMSRuntimeException.class)
        .hasMessageContaining("must not be delayed");
    environment.assertDelivers();
  }

  @Test
  void refusesMessageOver4Mebibytes() {
    BytesMessage large = session.createBytesMessage();
    assertThatThrownBy(
            () -> {
              large.writeBytes(new byte[5 * MEBIBYTE]);
              session.createProducer().send(events, large);
            })
        .isInstanceOf(JMSRuntimeException.class)
        .hasMessageContaining("at most 4 MiB");
    environment.assertDelivers();
  }

  /** Without a limit the parts of such a message would fill the disk. */
  @Test
  void closesConnectionOfMessageWithoutEnd() {
    EndlessBody body = new EndlessBody();
    assertThatThrownBy(
            () -> {
              Message endless = session.createBytesMessage();
              endless.setObjectProperty("JMS_AMQ_InputStream", body);
              session.createProducer().send(events, endless);
            })
        .isInstanceOfAny(JMSRuntimeException.class);

    assertThat(body.bytes).isLessThan(EndlessBody.MAX);
    environment.assertDelivers();
  }

  /** Ends far above the limit, so that the test ends without one. */
  private static final class EndlessBody extends InputStream {
    static final long MAX = 200L * MEBIBYTE;

    private long bytes;

    @Override
    public int read() {
      return bytes++ < MAX ? 1 : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (bytes >= MAX) {
        return -1;
      }
      Arrays.fill(buffer, offset, offset + length, (byte) 1);
      bytes += length;
      return length;
    }
  }
}
