package webhooks.delivery.intake;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Collections;
import java.util.Enumeration;

/**
 * A message that can never be accepted.
 *
 * @param reason why, fit to be shown
 */
record Rejected(Message message, String reason) {
  private static final String REASON = "reason";

  /** Returns the same message once more, with the reason as a property. */
  Message withReason(Session session) throws JMSException {
    Message copy = copyOfBody(session);
    Enumeration<?> names = message.getPropertyNames();
    for (Object name : Collections.list(names)) {
      if (!name.toString().startsWith("JMSX")) {
        copy.setObjectProperty(name.toString(), message.getObjectProperty(name.toString()));
      }
    }
    copy.setJMSCorrelationID(message.getJMSMessageID());
    copy.setJMSType(message.getJMSType());
    copy.setStringProperty(REASON, reason);
    return copy;
  }

  private Message copyOfBody(Session session) throws JMSException {
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
    return session.createMessage();
  }
}
