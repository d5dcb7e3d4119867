package webhooks.broker;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Refuses messages whose bodies claim more than they hold. The producer gets an error.
 *
 * <p>Nodes on WildFly need it, because their connections can't have a {@link BodyGuard}: such a
 * message would exhaust their memory in {@code receive}. A broker without this class stores the
 * message, and moves it to the invalid queue after nodes with a {@link BodyGuard} could not receive
 * it. An AMQP message has no such claims: the broker itself converts its body. WildFly's
 * configuration and the ones of external brokers name this class, so its name stays.
 */
public final class BodyLimit implements ActiveMQServerPlugin {
  /** Creates the plugin; brokers do so by the class name in their configuration. */
  public BodyLimit() {}

  @Override
  public void beforeSend(
      ServerSession session,
      Transaction transaction,
      Message message,
      boolean direct,
      boolean noAutoCreateQueue)
      throws ActiveMQException {
    // The check reads the whole body, so the size comes first. SizeLimit refuses a larger message.
    if (!QueueNames.INVALID.equals(message.getAddress())
        && message instanceof ICoreMessage core
        && core.getWholeMessageSize() <= SizeLimit.MAX_BYTES
        && BodyCheck.isNeeded(core)
        && !BodyCheck.isReadable(core)) {
      throw SizeLimit.refusal(transaction, "The body of a message must not claim more than it has");
    }
  }
}
