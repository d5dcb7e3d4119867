package webhooks.broker;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Refuses messages that a JMS client can't receive without harm: messages over 4 MiB, compressed
 * messages, and AMQP messages that Artemis can't convert. The producer gets an error.
 *
 * <p>The limit is far above the maximum size of an event. Intake moves a message between the two
 * sizes to the invalid queue with a reason. The limit does not apply to the invalid queue: only the
 * product sends to it, and a copy can be larger than the original message. A refused message also
 * fails its transaction, because a client does not wait for the answer to a send inside a
 * transaction. External brokers name this class in their broker.xml, so its name stays.
 */
public final class SizeLimit implements ActiveMQServerPlugin {
  private static final long MAX_BYTES = 4 * 1024 * 1024L;

  /** Creates the plugin; an external broker does so by the class name in its broker.xml. */
  public SizeLimit() {}

  @Override
  public void beforeSend(
      ServerSession session,
      Transaction transaction,
      Message message,
      boolean direct,
      boolean noAutoCreateQueue)
      throws ActiveMQException {
    if (Queues.INVALID.equals(message.getAddress())) {
      return;
    }
    if (message.getWholeMessageSize() > MAX_BYTES) {
      throw refusal(transaction, "A message may have at most 4 MiB");
    }
    // The size that a compressed message declares can be wrong, so it can't be checked.
    if (message.containsProperty(Message.HDR_LARGE_COMPRESSED)) {
      throw refusal(transaction, "A message must not be compressed");
    }
    if (!message.isLargeMessage() && !isConvertible(message)) {
      throw refusal(transaction, "A message must have a body that JMS knows");
    }
  }

  private static ActiveMQException refusal(Transaction transaction, String reason) {
    ActiveMQException refusal = new ActiveMQIllegalStateException(reason);
    if (transaction != null) {
      transaction.markAsRollbackOnly(refusal);
    }
    return refusal;
  }

  /**
   * Returns whether Artemis can convert the body of an AMQP message for a JMS client. It can't
   * convert a list in a list, for example: the broker would accept such a message and then remove
   * the consumer that is to receive it.
   */
  private static boolean isConvertible(Message message) {
    try {
      message.toCore();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }
}
