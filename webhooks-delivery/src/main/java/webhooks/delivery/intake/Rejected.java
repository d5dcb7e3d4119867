package webhooks.delivery.intake;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A message that can never be accepted.
 *
 * @param reason why, fit to be shown
 */
record Rejected(Message message, String reason) {
  private static final Logger LOG = Logger.getLogger(Rejected.class.getName());
  private static final String REASON = "reason";

  /** Returns the same message once more, with the reason as a property. */
  Message withReason(Session session) throws JMSException {
    Map<String, Object> properties = properties();
    Message again = sameBody(session);
    for (Map.Entry<String, Object> property : properties.entrySet()) {
      setIfItCanBe(again, property);
    }
    again.setJMSCorrelationID(message.getJMSMessageID());
    again.setJMSType(message.getJMSType());
    again.setStringProperty(REASON, reason);
    return again;
  }

  /** Other protocols allow names that JMS does not: better set aside without than not at all. */
  private static void setIfItCanBe(Message again, Map.Entry<String, Object> property) {
    try {
      again.setObjectProperty(property.getKey(), property.getValue());
    } catch (JMSException | RuntimeException e) {
      LOG.log(Level.FINE, "A property of a message set aside is left out", e);
    }
  }

  private Map<String, Object> properties() throws JMSException {
    Map<String, Object> properties = new LinkedHashMap<>();
    Enumeration<?> names = message.getPropertyNames();
    for (Object name : Collections.list(names)) {
      if (!name.toString().startsWith("JMSX")) {
        properties.put(name.toString(), message.getObjectProperty(name.toString()));
      }
    }
    return properties;
  }

  private Message sameBody(Session session) throws JMSException {
    if (message instanceof TextMessage text) {
      return session.createTextMessage(text.getText());
    }
    if (message instanceof BytesMessage bytes) {
      BytesMessage copy = session.createBytesMessage();
      bytes.reset();
      byte[] body = new byte[(int) bytes.getBodyLength()];
      bytes.readBytes(body);
      copy.writeBytes(body);
      return copy;
    }
    // Sent on as it is: of these kinds the body is not read, least of all a serialized object.
    message.clearProperties();
    return message;
  }
}
