package webhooks.broker.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import webhooks.broker.QueueNames;

/** Tests that messages of a JMS client that speaks AMQP pass the guards of the broker. */
@Timeout(120)
class QpidProducerTest {
  private static final Credentials PRODUCER = new Credentials("producer", "password");
  private static final int LARGE = 1_000_000;

  /** Returns messages of each kind by the names of their kinds. */
  private static Map<String, Message> messages(JMSContext context) throws JMSException {
    MapMessage map = context.createMapMessage();
    map.setString("text", "value");
    map.setLong("number", 1);
    map.setBytes("bytes", new byte[300]);
    StreamMessage stream = context.createStreamMessage();
    stream.writeBoolean(true);
    stream.writeLong(1);
    stream.writeString("text");
    BytesMessage bytes = context.createBytesMessage();
    bytes.writeBytes(new byte[3000]);
    Map<String, Message> messages = new LinkedHashMap<>();
    messages.put("empty", context.createMessage());
    messages.put("text", context.createTextMessage("{}"));
    messages.put("large text", context.createTextMessage("\u00a3".repeat(LARGE / 2)));
    messages.put("bytes", bytes);
    messages.put("map", map);
    messages.put("stream", stream);
    messages.put("object", context.createObjectMessage(UUID.randomUUID()));
    return messages;
  }

  private static JMSProducer producer(JMSContext context, Queue queue) {
    return context
        .createProducer()
        .setJMSCorrelationID("ID:correlation")
        .setJMSReplyTo(queue)
        .setJMSType("type")
        .setPriority(9)
        .setTimeToLive(600_000)
        .setDeliveryMode(DeliveryMode.PERSISTENT)
        .setProperty("text", "value")
        .setProperty("JMSXGroupID", "group")
        .setProperty("number", 1L)
        .setProperty("fraction", 1.5)
        .setProperty("flag", true);
  }

  @Test
  void sendsEachKindOfMessage(@TempDir Path directory) throws Exception {
    BrokerFixture broker = BrokerFixture.onFreePort(directory);
    broker.start(Optional.of(PRODUCER), Optional.empty());
    JmsConnectionFactory factory =
        new JmsConnectionFactory(
            PRODUCER.user(), PRODUCER.password(), "amqp://127.0.0.1:" + broker.address().port());
    try (JMSContext context = factory.createContext();
        JMSContext transacted = factory.createContext(Session.SESSION_TRANSACTED);
        JMSContext product = broker.connectAsProduct()) {
      JMSConsumer consumer =
          product.createConsumer(product.createQueue(QueueNames.EVENTS.toString()));
      for (JMSContext each : List.of(context, transacted)) {
        Queue queue = each.createQueue(QueueNames.EVENTS.toString());
        for (Map.Entry<String, Message> message : messages(each).entrySet()) {
          producer(each, queue).send(queue, message.getValue());
          if (each.getTransacted()) {
            each.commit();
          }
          assertThat(consumer.receive(30_000)).as(message.getKey()).isNotNull();
        }
      }
    } finally {
      broker.stop();
    }
  }
}
