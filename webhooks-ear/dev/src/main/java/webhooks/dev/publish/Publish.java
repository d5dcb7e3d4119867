package webhooks.dev.publish;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Sends events to the product's queue: {@code java -jar publish.jar '<json>'…}. */
public final class Publish {
  private static final String QUEUE = "webhooks.events";

  private Publish() {}

  /**
   * Sends each argument as one message. The environment variables {@code WEBHOOKS_JMS_URL} (default
   * tcp://127.0.0.1:61616), {@code WEBHOOKS_JMS_USER} and {@code WEBHOOKS_JMS_PASSWORD} name the
   * broker and the login.
   *
   * @param events the events, as JSON
   */
  public static void main(String[] events) throws JMSException {
    if (events.length == 0) {
      System.err.println("Usage: java -jar publish.jar '<event as JSON>' …");
      System.exit(2);
    }
    String url = System.getenv().getOrDefault("WEBHOOKS_JMS_URL", "tcp://127.0.0.1:61616");
    try (ActiveMQConnectionFactory factory =
            new ActiveMQConnectionFactory(
                url, System.getenv("WEBHOOKS_JMS_USER"), System.getenv("WEBHOOKS_JMS_PASSWORD"));
        JMSContext context = factory.createContext()) {
      JMSProducer producer = context.createProducer().setDeliveryMode(DeliveryMode.PERSISTENT);
      for (String event : events) {
        producer.send(context.createQueue(QUEUE), event);
      }
    }
    System.out.println("Published " + events.length + " to " + QUEUE + " at " + url);
  }
}
