package webhooks.it.harness.broker;

import java.util.Map;
import webhooks.it.harness.selection.RunSettings;
import webhooks.it.harness.server.Product;

/** The broker between producers and the product. */
public interface Broker extends AutoCloseable {
  /** Returns a new broker of the kind that this run uses. */
  static Broker chosen() {
    String broker = RunSettings.broker();
    return switch (broker) {
      case "own" -> new OwnBroker();
      case "artemis" -> new Artemis("broker").start();
      default -> throw new IllegalArgumentException("No broker is called " + broker);
    };
  }

  /** Configures the product for this broker. */
  void configure(Product product);

  /** Connects a producer. */
  Producer producer();

  /** Subscribes an operator to the topic of operational events. */
  TopicSubscriber topicSubscriber();

  /** Connects a producer that uses the core protocol itself. */
  CoreClient coreClient();

  /**
   * Returns the address and login of an AMQP producer as environment variables for {@code
   * publish.js}.
   */
  Map<String, String> amqp();

  /** Returns these variables for a port of this machine. */
  static Map<String, String> amqp(int port, String user, String password) {
    return Map.of(
        "AMQP_HOST",
        "127.0.0.1",
        "AMQP_PORT",
        Integer.toString(port),
        "AMQP_USER",
        user,
        "AMQP_PASSWORD",
        password);
  }

  @Override
  void close();
}
