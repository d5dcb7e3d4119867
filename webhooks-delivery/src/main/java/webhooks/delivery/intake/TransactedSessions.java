package webhooks.delivery.intake;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** Sessions whose transaction begins with nothing in it. */
public final class TransactedSessions {
  private TransactedSessions() {}

  /**
   * Opens a transacted session.
   *
   * <p>A pooled connection may bring one that somebody failed to roll back: its next commit would
   * take along what was received and never stored.
   */
  public static Session transacted(Connection connection) throws JMSException {
    Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
    session.rollback();
    return session;
  }
}
