package webhooks.broker;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Refuses messages over 4 MiB with an error at the producer, because a message that does not fit
 * into memory can't be received.
 *
 * <p>The limit lies far above that of events, so that intake rejects most oversized events with a
 * reason.
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
    if (message.getWholeMessageSize() > MAX_BYTES) {
      throw new ActiveMQIllegalStateException("A message may have at most 4 MiB");
    }
    if (!message.isLargeMessage()) {
      requireConvertible(message);
    }
  }

  /**
   * Refuses an AMQP message whose body, such as a number, Artemis can't convert for a JMS client.
   * The broker would take the message, and remove the consumer that is to receive it.
   */
  private static void requireConvertible(Message message) throws ActiveMQException {
    try {
      message.toCore();
    } catch (RuntimeException e) {
      throw new ActiveMQIllegalStateException("A message must have a body that JMS knows");
    }
  }
}
