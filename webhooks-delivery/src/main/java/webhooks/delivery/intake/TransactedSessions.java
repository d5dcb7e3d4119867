package webhooks.delivery.intake;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** Opens transacted JMS sessions whose transaction is empty. */
public final class TransactedSessions {
  private TransactedSessions() {}

  /**
   * Opens a transacted session.
   *
   * <p>A server may pool connections, as WildFly does. A pooled one may return a session that its
   * last user did not roll back: the next commit would acknowledge messages that were never stored.
   */
  public static Session transacted(Connection connection) throws JMSException {
    Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
    session.rollback();
    return session;
  }
}
