package webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectedMessageTest {

  @Test
  void keepsPropertiesWithValidNames(@TempDir Path directory) throws Exception {
    TestBroker broker = new TestBroker(directory);
    try (Connection connection = broker.connections().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer events = session.createConsumer(session.createQueue(TestBroker.EVENTS));
        MessageProducer invalid = session.createProducer(session.createQueue(TestBroker.INVALID))) {
      connection.start();
      broker.publish(1, (publisher, number) -> withOddProperties(publisher));

      Message received = events.receive(30_000);
      invalid.send(new RejectedMessage(received, "because").withReason(session));

      Message found = broker.takeInvalid().get(0);
      assertThat(((TextMessage) found).getText()).isEqualTo("text");
      assertThat(found.getStringProperty("reason")).isEqualTo("because");
      assertThat(found.getStringProperty("good")).isEqualTo("kept");
      assertThat(found.propertyExists("x-opt-odd name")).isFalse();
      assertThat(found.getJMSCorrelationID()).isEqualTo(received.getJMSMessageID());
    } finally {
      broker.close();
    }
  }

  /** Returns a message with a property whose name is valid in other protocols only. */
  private static Message withOddProperties(Session session) throws jakarta.jms.JMSException {
    Message message = session.createTextMessage("text");
    message.setStringProperty("good", "kept");
    ((ActiveMQMessage) message).getCoreMessage().putStringProperty("x-opt-odd name", "odd");
    return message;
  }
}
