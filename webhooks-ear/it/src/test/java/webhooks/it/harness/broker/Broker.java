package webhooks.it.harness.broker;

import java.util.Map;
import webhooks.it.harness.selection.RunSettings;
import webhooks.it.harness.server.Product;

/** The broker that products take events from, and that producers publish them to. */
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

  /** Sets the product's settings so that it uses this broker. */
  void configure(Product product);

  /** Connects a producer. */
  Producer producer();

  /** Connects a client that reads rejected events and publishes, by the core protocol. */
  CoreClient coreClient();

  /** Where a producer connects, and as whom, in the variables that {@code publish.js} reads. */
  Map<String, String> amqp();

  @Override
  void close();
}
