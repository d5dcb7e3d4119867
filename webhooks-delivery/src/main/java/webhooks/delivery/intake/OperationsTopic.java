package webhooks.delivery.intake;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import webhooks.domain.operational.OperationalEvent;
import webhooks.domain.operational.OwnedWebhook;
import webhooks.domain.operational.WebhookOwner;

/** Publishes operational events to the JMS topic of operators. */
public final class OperationsTopic {
  /** The name of the topic. */
  public static final String NAME = "webhooks.operations";

  private final ConnectionFactory connections;

  /** Creates the publisher. */
  public OperationsTopic(ConnectionFactory connections) {
    this.connections = connections;
  }

  /**
   * Publishes all of the events, or none of them.
   *
   * @throws IOException if the broker did not take them, or if its answer was lost, so that it may
   *     have taken them
   */
  public void publish(List<OperationalEvent> events) throws IOException {
    try {
      publishAll(events);
    } catch (JMSException e) {
      throw new IOException("The broker took no operational events: " + e.getMessage(), e);
    }
  }

  private void publishAll(List<OperationalEvent> events) throws JMSException {
    try (Connection connection = connections.createConnection();
        Session session = TransactedSessions.transacted(connection);
        MessageProducer topic = session.createProducer(session.createTopic(NAME))) {
      try {
        for (OperationalEvent event : events) {
          topic.send(message(session, event));
        }
        session.commit();
      } catch (JMSException | RuntimeException e) {
        rollBack(session, e);
        throw e;
      }
    }
  }

  /** Rolls back after a failure: closing the session of a pooled connection does not. */
  private static void rollBack(Session session, Exception failure) {
    try {
      session.rollback();
    } catch (JMSException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static TextMessage message(Session session, OperationalEvent event) throws JMSException {
    TextMessage message = session.createTextMessage(event.json());
    message.setStringProperty("eventType", event.eventType());
    Optional<WebhookOwner> owner = event.webhook().flatMap(OwnedWebhook::owner);
    if (owner.isPresent()) {
      message.setStringProperty("accountId", owner.get().accountId());
    }
    return message;
  }
}
