package webhooks.it.harness.environment;

import jakarta.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import webhooks.it.harness.Places;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.broker.Broker;
import webhooks.it.harness.broker.CoreClient;
import webhooks.it.harness.broker.Producer;
import webhooks.it.harness.database.Database;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.receiver.Authority;
import webhooks.it.harness.receiver.Receiver;
import webhooks.it.harness.server.Product;
import webhooks.it.harness.token.Tokens;

/**
 * A running product with all that it meets: an issuer of tokens, a receiver, a broker, a database.
 *
 * <p>Those suites that neither stop nor set their product use the shared one, as a start takes many
 * seconds. Its database is the one that {@code webhooks.it.database} names: tests that look into it
 * carry {@code @OnPostgres}, as only the product can open an embedded one.
 */
public final class World implements AutoCloseable {
  /** Networks that deliveries may go to in these tests: this host's own. */
  static final String LOOPBACK = "127.0.0.0/8";

  private static World shared;

  static {
    // Ten seconds without it: too few for a retry on a machine that stands still for some of them.
    Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
  }

  private final Tokens tokens = new Tokens();
  private final Authority authority = new Authority();
  private final Receiver receiver = new Receiver(authority);
  private final Broker broker;
  private final String encryptionKey = Secrets.random();
  private final List<Product> nodes = new ArrayList<>();
  private final Optional<Database> database;
  private Producer producer;

  private World(List<Product> nodes, Optional<Database> database, Broker broker) {
    this.database = database;
    this.broker = broker;
    nodes.forEach(this::joins);
  }

  /** A client that the shared product lets publish without the scope. */
  public static final String TRUSTED_PUBLISHER = "trusted-publisher";

  /** A type that is added to the shared product's catalogue. */
  public static final String ADDED_TYPE = "orders.created.v1";

  /** A product with a short retry schedule, started once for all that share it. */
  public static synchronized World shared() {
    if (shared == null) {
      shared = named("shared-" + Places.fork());
      shared
          .product()
          .compilesFully()
          .with("webhooks.delivery.retry-schedule", "PT1S,PT2S")
          .with("webhooks.event-types", ADDED_TYPE)
          .with("webhooks.token.publisher-clients", TRUSTED_PUBLISHER)
          .with("webhooks.rate-limit", "1000000");
      shared.start();
    }
    return shared;
  }

  /** A product, not yet started, on the database that {@code webhooks.it.database} names. */
  public static World named(String name) {
    String database = System.getProperty("webhooks.it.database", "postgresql");
    return switch (database) {
      case "postgresql" -> onPostgres(name, Postgres.shared());
      case "h2" -> onH2(name);
      default -> throw new IllegalArgumentException("webhooks.it.database=" + database);
    };
  }

  /** A product, not yet started, with a database of its own on the server. */
  public static World onPostgres(String name, Postgres server) {
    return onPostgres(name, server, Broker.chosen());
  }

  /** A product, not yet started, with a database of its own on the server, and this broker. */
  public static World onPostgres(String name, Postgres server, Broker broker) {
    Optional<Database> database = Optional.of(server.create(name));
    return new World(List.of(Product.named(name)), database, broker);
  }

  /** Several products, not yet started, as nodes on one PostgreSQL and this broker. */
  public static World ofNodes(String name, Broker broker, Product... nodes) {
    return ofNodes(name, Postgres.shared(), broker, nodes);
  }

  /** Several products, not yet started, as nodes on this PostgreSQL and this broker. */
  public static World ofNodes(String name, Postgres server, Broker broker, Product... nodes) {
    return new World(List.of(nodes), Optional.of(server.create(name)), broker);
  }

  /** A product, not yet started, with its embedded database. */
  public static World onH2(String name) {
    return new World(List.of(Product.named(name)), Optional.empty(), Broker.chosen());
  }

  /** Makes a product, not yet started, a node of this world, which stops it in the end. */
  public Product joins(Product node) {
    broker.isUsedBy(node);
    node.with("mp.jwt.verify.issuer", Tokens.ISSUER)
        .with("mp.jwt.verify.publickey.location", tokens.jwks().toString())
        .with("webhooks.delivery.allowed-networks", LOOPBACK)
        .with("webhooks.delivery.trusted-certificates", authority.pem().toString());
    database.ifPresent(
        found ->
            node.with("webhooks.db.url", found.url())
                .with("webhooks.db.user", Database.USER)
                .with("webhooks.db.password", Database.PASSWORD)
                .with("webhooks.encryption.key", encryptionKey));
    nodes.add(node);
    return node;
  }

  /**
   * Gives the product a certificate, a new one each time, to serve HTTPS with from its next start.
   */
  public void servesHttpsAt(int port) {
    Path files = authority.serverFiles();
    product()
        .with("webhooks.https.port", Integer.toString(port))
        .with("webhooks.https.certificate", files.resolve("server.pem").toString())
        .with("webhooks.https.key", files.resolve("server.key").toString());
  }

  /** Starts all nodes at the same moment. */
  public World start() {
    CompletableFuture.allOf(
            nodes.stream()
                .map(node -> CompletableFuture.runAsync(node::start))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    return this;
  }

  @Override
  public void close() {
    closeProducer();
    nodes.forEach(Product::stop);
    broker.close();
    receiver.close();
  }

  /** The first node, and the only one unless others joined. */
  public Product product() {
    return nodes.get(0);
  }

  public List<Product> nodes() {
    return List.copyOf(nodes);
  }

  public Api api() {
    return product().api();
  }

  public Tokens tokens() {
    return tokens;
  }

  public Receiver receiver() {
    return receiver;
  }

  public Authority authority() {
    return authority;
  }

  /** A look into the product's PostgreSQL; for tests with {@code @OnPostgres}. */
  public Database database() {
    return database.orElseThrow();
  }

  /** The one producer of this world, connected when first asked for. */
  public synchronized Producer producer() {
    if (producer == null) {
      producer = broker.producer();
    }
    return producer;
  }

  /** Connects another client to this world's broker, by the core protocol. */
  public CoreClient coreClient() {
    return broker.coreClient();
  }

  /** Closes the producer, whose connection doesn't outlive the broker. */
  public synchronized void closeProducer() {
    if (producer != null) {
      producer.close();
      producer = null;
    }
  }

  /** Sends a request to publish, whatever its body. */
  public Answer publishes(String body) {
    return api().post("/events").as(tokens.publisher()).json(body).send();
  }

  /** A new service application with an account of its own. */
  public Application application() {
    return application("account-" + UUID.randomUUID());
  }

  /** A new service application of the account. */
  public Application application(String account) {
    return new Application(this, "client-" + UUID.randomUUID(), account);
  }

  /** Enters a new iTwin of the account into the directory. */
  public UUID iTwin(String account) {
    UUID iTwin = UUID.randomUUID();
    moves(iTwin, account);
    return iTwin;
  }

  /** Gives the iTwin to the account. */
  public void moves(UUID iTwin, String account) {
    String body = Json.createObjectBuilder().add("accountId", account).build().toString();
    api().put("/admin/itwins/" + iTwin).as(tokens.administrator()).json(body).send().is(204);
  }

  /** Lets the client maintain webhooks of the iTwin. */
  public void grant(UUID iTwin, String clientId) {
    String body = "{\"permissions\":[\"webhooks_maintainer\"]}";
    api()
        .put(grant(iTwin.toString(), clientId))
        .as(tokens.administrator())
        .json(body)
        .send()
        .is(204);
  }

  /** Revokes this permission. */
  public void revoke(UUID iTwin, String clientId) {
    api().delete(grant(iTwin.toString(), clientId)).as(tokens.administrator()).send().is(204);
  }

  private static String grant(String iTwin, String clientId) {
    return "/admin/itwins/" + iTwin + "/permissions/" + clientId;
  }
}
