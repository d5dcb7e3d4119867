package webhooks.it.harness.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import webhooks.it.harness.Places;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.server.Product;

/** The broker inside the product. Producers connect to an address of its own. */
public final class OwnBroker implements Broker {
  private static final String USER = "producer";
  private static final String OPERATOR = "operator";

  private final String password = Secrets.random();
  private final int port = Places.freePort();
  private final String address = "127.0.0.1:" + port;
  private final Optional<Path> certificate;

  public OwnBroker() {
    this(Optional.empty());
  }

  private OwnBroker(Optional<Path> certificate) {
    this.certificate = certificate;
  }

  /** Returns a broker whose producers use TLS, with the certificate and key in this directory. */
  public static OwnBroker withTls(Path certificate) {
    return new OwnBroker(Optional.of(certificate));
  }

  @Override
  public void configure(Product product) {
    product
        .with("webhooks.jms.listen", address)
        .with("webhooks.jms.user", USER)
        .with("webhooks.jms.password", password)
        .with("webhooks.jms.operations-user", OPERATOR)
        .with("webhooks.jms.operations-password", password);
    certificate.ifPresent(
        files ->
            product
                .with("webhooks.jms.certificate", files.resolve("server.pem").toString())
                .with("webhooks.jms.key", files.resolve("server.key").toString()));
  }

  /** Returns the port for producers. */
  public int port() {
    return port;
  }

  private String url() {
    return "tcp://" + address + (certificate.isPresent() ? "?sslEnabled=true;trustAll=true" : "");
  }

  @Override
  public Producer producer() {
    return new Producer(url(), USER, password);
  }

  @Override
  public TopicSubscriber topicSubscriber() {
    return new TopicSubscriber(url(), OPERATOR, password);
  }

  @Override
  public CoreClient coreClient() {
    return new CoreClient(url(), USER, password);
  }

  @Override
  public Map<String, String> amqp() {
    Map<String, String> variables = new TreeMap<>(Broker.amqp(port, USER, password));
    certificate.ifPresent(files -> variables.put("AMQP_CA", files.resolve("ca.pem").toString()));
    return variables;
  }

  /** Does nothing: the broker stops with the product. */
  @Override
  public void close() {}
}
