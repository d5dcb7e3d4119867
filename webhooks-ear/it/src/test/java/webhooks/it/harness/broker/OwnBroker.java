package webhooks.it.harness.broker;

import java.util.Map;
import webhooks.it.harness.Places;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.server.Product;

/** The broker inside the product. Producers connect to an address of its own. */
public final class OwnBroker implements Broker {
  private static final String USER = "producer";

  private final String password = Secrets.random();
  private final int port = Places.freePort();
  private final String address = "127.0.0.1:" + port;

  @Override
  public void configure(Product product) {
    product
        .with("webhooks.jms.listen", address)
        .with("webhooks.jms.user", USER)
        .with("webhooks.jms.password", password);
  }

  @Override
  public Producer producer() {
    return new Producer("tcp://" + address, USER, password);
  }

  @Override
  public CoreClient coreClient() {
    return new CoreClient("tcp://" + address, USER, password);
  }

  @Override
  public Map<String, String> amqp() {
    return Broker.amqp(port, USER, password);
  }

  /** Does nothing: the broker stops with the product. */
  @Override
  public void close() {}
}
