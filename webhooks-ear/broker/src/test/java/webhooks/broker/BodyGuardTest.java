package webhooks.broker;

import static org.apache.activemq.artemis.api.core.Message.MAP_TYPE;
import static org.apache.activemq.artemis.api.core.Message.OBJECT_TYPE;
import static org.apache.activemq.artemis.api.core.Message.STREAM_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.StreamMessage;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.utils.DataConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BodyGuardTest {
  private static final String ADDRESS = "vm://0";
  private static final int LARGE = 200 * 1024;
  private static OpenBroker broker;

  private final ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(ADDRESS);
  private JMSContext context;

  /** A body that claims more than it holds. */
  private enum Claim {
    MAP_ENTRIES(
        MAP_TYPE,
        body -> {
          writeMapOfOneEntry(body, Integer.MAX_VALUE);
          body.writeByte(DataConstants.INT);
          body.writeInt(1);
        }),
    MAP_ENTRIES_THAT_FIT_AS_BYTES(
        MAP_TYPE,
        body -> {
          writeMapOfOneEntry(body, 9);
          body.writeByte(DataConstants.INT);
          body.writeInt(1);
        }),
    MAP_NEGATIVE(MAP_TYPE, body -> writeMapOfOneEntry(body, -1)),
    MAP_BYTES(
        MAP_TYPE,
        body -> {
          writeMapOfOneEntry(body, 1);
          body.writeByte(DataConstants.BYTES);
          body.writeInt(Integer.MAX_VALUE);
        }),
    MAP_WITHOUT_BODY(MAP_TYPE, body -> {}),
    STREAM_BYTES(
        STREAM_TYPE,
        body -> {
          body.writeByte(DataConstants.INT);
          body.writeInt(1);
          body.writeByte(DataConstants.BYTES);
          body.writeInt(Integer.MAX_VALUE);
        }),
    STREAM_STRING(
        STREAM_TYPE,
        body -> {
          body.writeByte(DataConstants.STRING);
          body.writeByte(DataConstants.NOT_NULL);
          body.writeInt(Integer.MAX_VALUE);
        }),
    STREAM_OF_UNKNOWN_TYPE(STREAM_TYPE, body -> body.writeByte((byte) 99)),
    OBJECT_LENGTH(OBJECT_TYPE, body -> body.writeInt(Integer.MAX_VALUE)),
    LARGE_MAP(
        MAP_TYPE,
        body -> {
          writeMapOfOneEntry(body, Integer.MAX_VALUE);
          body.writeByte(DataConstants.BYTES);
          body.writeInt(LARGE);
          body.writeBytes(new byte[LARGE]);
        });

    private final byte type;
    private final Consumer<ActiveMQBuffer> body;

    Claim(byte type, Consumer<ActiveMQBuffer> body) {
      this.type = type;
      this.body = body;
    }

    private static void writeMapOfOneEntry(ActiveMQBuffer body, int entries) {
      body.writeByte(DataConstants.NOT_NULL);
      body.writeInt(entries);
      body.writeSimpleString(SimpleString.of("key"));
    }
  }

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    broker = OpenBroker.startedAt(ADDRESS, directory);
  }

  @AfterAll
  static void stop() throws Exception {
    broker.stop();
  }

  @BeforeEach
  void connect() {
    factory.getServerLocator().addIncomingInterceptor(new BodyGuard());
    context = factory.createContext();
  }

  @AfterEach
  void close() {
    context.close();
    factory.close();
  }

  /** Without the guard, these bodies exhaust the memory or fail only when they are read. */
  @ParameterizedTest
  @EnumSource
  void receiveFailsForFalseClaim(Claim claim) throws Exception {
    publish(claim);

    try (JMSContext own = context.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
      JMSConsumer consumer = own.createConsumer(own.createQueue(QueueNames.EVENTS));
      assertThatThrownBy(() -> consumer.receive(30_000)).isInstanceOf(JMSRuntimeException.class);
    }
    removeUnread();
  }

  @Test
  void letsMapPass() throws JMSException {
    MapMessage map = context.createMapMessage();
    map.setBoolean("boolean", true);
    map.setByte("byte", (byte) 1);
    map.setBytes("bytes", new byte[] {1, 2});
    map.setShort("short", (short) 1);
    map.setInt("int", 1);
    map.setLong("long", 1);
    map.setFloat("float", 1);
    map.setDouble("double", 1);
    map.setChar("char", 'c');
    map.setString("string", "ä".repeat(5_000));
    map.setString("null", null);

    MapMessage received = (MapMessage) sentAndReceived(map);

    assertThat(received.getString("string")).hasSize(5_000);
    assertThat(received.getBytes("bytes")).containsExactly(1, 2);
  }

  @Test
  void letsStreamPass() throws JMSException {
    StreamMessage stream = context.createStreamMessage();
    stream.writeBoolean(true);
    stream.writeByte((byte) 1);
    stream.writeBytes(new byte[] {1, 2});
    stream.writeShort((short) 1);
    stream.writeInt(1);
    stream.writeLong(1);
    stream.writeFloat(1);
    stream.writeDouble(1);
    stream.writeChar('c');
    stream.writeString(null);
    stream.writeString("short");
    stream.writeString("ä".repeat(100));
    stream.writeString("ä".repeat(5_000));
    stream.writeInt(2);

    StreamMessage received = (StreamMessage) sentAndReceived(stream);

    assertThat(received.readBoolean()).isTrue();
  }

  @Test
  void letsOtherTypesPass() throws JMSException {
    sentAndReceived(context.createObjectMessage("object"));
    sentAndReceived(context.createMapMessage());
    sentAndReceived(context.createStreamMessage());
    sentAndReceived(context.createMessage());
    sentAndReceived(context.createTextMessage("ä".repeat(LARGE)));
  }

  private Message sentAndReceived(Message message) {
    context.createProducer().send(context.createQueue(QueueNames.EVENTS), message);
    try (JMSConsumer consumer = context.createConsumer(context.createQueue(QueueNames.EVENTS))) {
      Message received = consumer.receive(30_000);
      assertThat(received).isNotNull();
      return received;
    }
  }

  private void publish(Claim claim) throws Exception {
    try (ClientSessionFactory sessions = factory.getServerLocator().createSessionFactory();
        ClientSession session = sessions.createSession();
        ClientProducer producer = session.createProducer(QueueNames.EVENTS)) {
      ClientMessage message = session.createMessage(claim.type, true);
      claim.body.accept(message.getBodyBuffer());
      producer.send(message);
    }
  }

  private void removeUnread() throws Exception {
    try (ClientSessionFactory sessions = factory.getServerLocator().createSessionFactory();
        ClientSession session = sessions.createSession()) {
      session.start();
      ClientMessage message = session.createConsumer(QueueNames.EVENTS).receive(30_000);
      message.acknowledge();
      session.commit();
    }
  }
}
