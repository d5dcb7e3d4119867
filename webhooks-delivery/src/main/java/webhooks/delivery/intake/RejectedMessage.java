package webhooks.delivery.intake;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.Set;

/**
 * A message that can never be accepted.
 *
 * @param reason why, fit to be shown
 */
public record RejectedMessage(Message message, String reason) {
  /** The property that holds the reason. */
  public static final String REASON = "reason";

  /** Returns the same message once more, with the reason as a property. */
  public Message withReason(Session session) throws JMSException {
    String id = ProducerMessageId.ofJms(message);
    Message again = MessageCopy.of(message, session, Set.of());
    again.setJMSCorrelationID(id);
    again.setStringProperty(REASON, reason);
    return again;
  }
}
