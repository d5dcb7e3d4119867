package webhooks.delivery.intake;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.Optional;
import java.util.Set;
import webhooks.delivery.intake.message.ProducerMessageId;

/**
 * A message that can never be accepted.
 *
 * @param reason why, for operators and the publisher
 * @param failure the unexpected failure that is the reason, if there is one
 */
public record RejectedMessage(Message message, String reason, Optional<RuntimeException> failure) {
  /** The property that holds the reason. */
  public static final String REASON = "reason";

  /** Creates a rejection without an unexpected failure. */
  public RejectedMessage(Message message, String reason) {
    this(message, reason, Optional.empty());
  }

  /** Returns a copy with the reason as a property and the first JMS id as the correlation id. */
  public Message withReason(Session session) throws JMSException {
    String id = ProducerMessageId.ofJms(message);
    Message copy = MessageCopy.of(message, session, Set.of());
    copy.setJMSCorrelationID(id);
    copy.setStringProperty(REASON, reason);
    return copy;
  }
}
