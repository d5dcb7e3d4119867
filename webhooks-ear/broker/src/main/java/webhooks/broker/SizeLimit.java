package webhooks.broker;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Refuses a message that is too large at its producer, who can still do something about it: nobody
 * could receive one that does not fit into memory.
 *
 * <p>Far above what an event may have, so that events just too large are set aside with a reason.
 */
public final class SizeLimit implements ActiveMQServerPlugin {
  private static final long MOST_BYTES = 4 * 1024 * 1024L;

  /** Creates the limit; a broker outside does so, by the name in its broker.xml. */
  public SizeLimit() {}

  @Override
  public void beforeSend(
      ServerSession session,
      Transaction transaction,
      Message message,
      boolean direct,
      boolean noAutoCreateQueue)
      throws ActiveMQException {
    if (message.getWholeMessageSize() > MOST_BYTES) {
      throw new ActiveMQIllegalStateException("A message may have at most 4 MiB");
    }
  }
}
