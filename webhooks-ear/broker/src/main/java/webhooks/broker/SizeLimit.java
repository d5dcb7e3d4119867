package webhooks.broker;

import java.time.Duration;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.api.core.ActiveMQInternalErrorException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Refuses messages that a JMS client can't receive without harm: messages that have or claim more
 * than 4 MiB, compressed messages, and AMQP messages that Artemis can't convert. Refuses messages
 * that a producer delays for long, too. The producer gets an error.
 *
 * <p>The limit is far above the maximum size of an event. Intake moves a message between the two
 * sizes to the invalid queue with a reason. The limit does not apply to the invalid queue: only the
 * product sends to it, and a copy can be larger than the original message. A refused message also
 * fails its transaction, because a client does not wait for the answer to a send inside a
 * transaction. External brokers name this class in their broker.xml, so its name stays.
 */
public final class SizeLimit implements ActiveMQServerPlugin {
  static final long MAX_BYTES = 4 * 1024 * 1024L;
  private static final Duration MAX_DELAY = Duration.ofMinutes(1);

  private ActiveMQServer broker;

  /** Creates the plugin; an external broker does so by the class name in its broker.xml. */
  public SizeLimit() {}

  @Override
  public void registered(ActiveMQServer server) {
    broker = server;
  }

  @Override
  public void beforeSend(
      ServerSession session,
      Transaction transaction,
      Message message,
      boolean direct,
      boolean noAutoCreateQueue)
      throws ActiveMQException {
    if (QueueNames.INVALID.equals(message.getAddress())) {
      return;
    }
    if (message.getWholeMessageSize() > MAX_BYTES) {
      throw refusal(transaction, "A message may have at most 4 MiB");
    }
    if (!isClaimReceivable(message)) {
      throw refusal(transaction, "A message must not claim to be larger than 4 MiB");
    }
    // The size that a compressed message declares can be wrong, so it can't be checked.
    if (message.containsProperty(Message.HDR_LARGE_COMPRESSED)) {
      throw refusal(transaction, "A message must not be compressed");
    }
    if (isDelayed(message) && !isReceiver(session)) {
      throw refusal(transaction, "A message must not be delayed by more than a minute");
    }
    if (!(message instanceof ICoreMessage) && !isConvertible(message)) {
      throw refusal(
          transaction,
          "A message must have a body that JMS knows, and no timestamps as properties");
    }
  }

  /**
   * Returns whether intake's selector matches the message. Artemis's client states the size of a
   * large message in a property, and any producer can set this property to any value. Intake would
   * leave such a message in the queue, and a few hundred of them keep the broker from reading the
   * events that it has paged to disk.
   */
  private static boolean isClaimReceivable(Message message) {
    Object claim = message.getObjectProperty(Message.HDR_LARGE_BODY_SIZE.toString());
    return claim == null || claim instanceof Long bytes && bytes <= MAX_BYTES;
  }

  /**
   * Returns whether the broker would deliver the message only after more than a minute. It keeps
   * delayed messages in memory. Once they fill twice a page, it reads none of the events that it
   * has paged to disk, so a few hundred of them would stop intake until they are due.
   */
  private static boolean isDelayed(Message message) {
    Long due = message.getScheduledDeliveryTime();
    return due != null && due > System.currentTimeMillis() + MAX_DELAY.toMillis();
  }

  /**
   * Returns whether the session belongs to the product, which postpones events by up to 18 s. By
   * the broker's clock that can be more, if a node's clock is ahead.
   */
  private boolean isReceiver(ServerSession session) throws ActiveMQException {
    try {
      broker
          .getSecurityStore()
          .check(SimpleString.of(QueueNames.EVENTS), CheckType.CONSUME, session);
      return true;
    } catch (ActiveMQSecurityException e) {
      return false;
    } catch (ActiveMQException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ActiveMQInternalErrorException("The rights of a producer can't be checked", e);
    }
  }

  /** Returns the error for the producer, and fails the transaction of the message. */
  static ActiveMQException refusal(Transaction transaction, String reason) {
    ActiveMQException refusal = new ActiveMQIllegalStateException(reason);
    if (transaction != null) {
      transaction.markAsRollbackOnly(refusal);
    }
    return refusal;
  }

  /**
   * Returns whether Artemis can convert an AMQP message for a JMS client. It can't convert a list
   * in a list, or an application property that is a timestamp, for example: the broker would accept
   * such a message and then remove the consumer that is to receive it.
   */
  private static boolean isConvertible(Message message) {
    try {
      message.toCore();
      return true;
    } catch (RuntimeException | StackOverflowError e) {
      // StackOverflowError: the body may be nested too deep.
      return false;
    }
  }
}
