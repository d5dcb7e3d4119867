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
import webhooks.it.harness.Event;
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
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receiver;
import webhooks.it.harness.selection.RunSettings;
import webhooks.it.harness.server.Product;
import webhooks.it.harness.token.Tokens;

/**
 * Runs the product with everything around it: a token issuer, a receiver, a broker, a database.
 *
 * <p>A start takes many seconds. Suites that neither stop nor configure the product share one
 * environment. Tests that query the database need {@code @OnPostgres}, because only the product can
 * open its embedded database.
 */
public final class TestEnvironment implements AutoCloseable {
  /** The networks that the product may deliver to: the loopback network. */
  static final String LOOPBACK = "127.0.0.0/8";

  private static TestEnvironment shared;

  static {
    // The default, ten seconds, is too short for a retry when the machine pauses.
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

  private TestEnvironment(List<Product> nodes, Optional<Database> database, Broker broker) {
    this.database = database;
    this.broker = broker;
    nodes.forEach(this::addNode);
  }

  /** The id of a client that may publish to the shared product without the scope. */
  public static final String TRUSTED_PUBLISHER = "trusted-publisher";

  /** An event type that the shared product's settings add to its catalogue. */
  public static final String ADDED_TYPE = "orders.created.v1";

  /** Returns the shared environment, started once. Its product retries after 1 s and 2 s. */
  public static synchronized TestEnvironment shared() {
    if (shared == null) {
      shared = named("shared-" + Places.fork());
      shared
          .product()
          .with("webhooks.delivery.retry-schedule", "PT1S,PT2S")
          .with("webhooks.event-types", ADDED_TYPE)
          .with("mp.jwt.verify.audiences", Tokens.AUDIENCE)
          .with("webhooks.token.publisher-clients", TRUSTED_PUBLISHER)
          .with("webhooks.console.client-id", "console")
          .with("webhooks.portal.frame-ancestors", "https://app.example.com")
          .with("webhooks.verification", "optional")
          .with("webhooks.rate-limit", "1000000");
      shared.start();
    }
    return shared;
  }

  /** Prepares one product with the database of this run. */
  public static TestEnvironment named(String name) {
    String database = RunSettings.database();
    return switch (database) {
      case "postgresql" -> onPostgres(name, Postgres.shared());
      case "h2" -> onH2(name);
      default -> throw new IllegalArgumentException("No database is called " + database);
    };
  }

  /** Prepares one product with a new database on the server. */
  public static TestEnvironment onPostgres(String name, Postgres server) {
    return onPostgres(name, server, Broker.chosen());
  }

  /** Prepares one product with a new database on the server, and this broker. */
  public static TestEnvironment onPostgres(String name, Postgres server, Broker broker) {
    Optional<Database> database = Optional.of(server.create(name));
    return new TestEnvironment(List.of(Product.named(name)), database, broker);
  }

  /** Prepares several nodes that share a new database and this broker. */
  public static TestEnvironment ofNodes(String name, Broker broker, Product... nodes) {
    return ofNodes(name, Postgres.shared(), broker, nodes);
  }

  /** Prepares several nodes that share a new database on the server, and this broker. */
  public static TestEnvironment ofNodes(
      String name, Postgres server, Broker broker, Product... nodes) {
    return new TestEnvironment(List.of(nodes), Optional.of(server.create(name)), broker);
  }

  /** Prepares one product with this database and this broker. */
  public static TestEnvironment on(Database database, Broker broker, Product product) {
    return new TestEnvironment(List.of(product), Optional.of(database), broker);
  }

  /** Prepares one product with its embedded database. */
  public static TestEnvironment onH2(String name) {
    return onH2(name, Broker.chosen());
  }

  /** Prepares one product with its embedded database, and this broker. */
  public static TestEnvironment onH2(String name, Broker broker) {
    return new TestEnvironment(List.of(Product.named(name)), Optional.empty(), broker);
  }

  /** Configures a stopped product as a node of this environment, which stops it in the end. */
  public Product addNode(Product node) {
    broker.configure(node);
    node.with("mp.jwt.verify.issuer", Tokens.ISSUER)
        .with("mp.jwt.verify.publickey.location", tokens.jwks().toString())
        .with("webhooks.delivery.allowed-networks", LOOPBACK)
        .with("webhooks.delivery.trusted-certificates", authority.pem().toString());
    database.ifPresent(
        common ->
            node.with("webhooks.db.url", common.url())
                .with("webhooks.db.user", Database.USER)
                .with("webhooks.db.password", Database.PASSWORD)
                .with("webhooks.encryption.key", encryptionKey));
    nodes.add(node);
    return node;
  }

  /**
   * Makes the product serve HTTPS from its next start. Returns the directory of its certificate.
   */
  public Path enableHttps(int port) {
    Path files = authority.serverFiles();
    product()
        .with("webhooks.https.port", Integer.toString(port))
        .with("webhooks.https.certificate", files.resolve("server.pem").toString())
        .with("webhooks.https.key", files.resolve("server.key").toString());
    return files;
  }

  /** Starts all nodes at the same time. */
  public TestEnvironment start() {
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

  /** Returns the first node. */
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

  /** Returns the product's PostgreSQL database, for tests with {@code @OnPostgres}. */
  public Database database() {
    return database.orElseThrow();
  }

  /** Returns the producer of this environment, connected by the first call. */
  public synchronized Producer producer() {
    if (producer == null) {
      producer = broker.producer();
    }
    return producer;
  }

  /** Returns the broker between producers and the product. */
  public Broker broker() {
    return broker;
  }

  /** Connects a client of Artemis's core protocol to the broker. */
  public CoreClient coreClient() {
    return broker.coreClient();
  }

  /** Closes the producer, so that the next one has a new connection. */
  public synchronized void closeProducer() {
    if (producer != null) {
      producer.close();
      producer = null;
    }
  }

  /** Publishes an event to a new webhook by JMS, and waits for its arrival. */
  public void assertDelivers() {
    Application application = application();
    Inbox inbox = receiver.inbox();
    application.register(inbox);
    Event event = Event.ofAccount(application.account());
    producer().publish(event);
    inbox.awaitEvent(event.messageId());
  }

  /** Sends a publish request with this body. */
  public Answer publish(String body) {
    return api().post("/events").as(tokens.publisher()).json(body).send();
  }

  /** Returns a new service application with a new account. */
  public Application application() {
    return application("account-" + UUID.randomUUID());
  }

  /** Returns a new service application of the account. */
  public Application application(String account) {
    return new Application(this, "client-" + UUID.randomUUID(), account);
  }

  /** Adds a new iTwin of the account to the directory. */
  public UUID createITwin(String account) {
    UUID iTwin = UUID.randomUUID();
    assignAccount(iTwin, account);
    return iTwin;
  }

  /** Records the account as the owner of the iTwin. */
  public void assignAccount(UUID iTwin, String account) {
    String body = Json.createObjectBuilder().add("accountId", account).build().toString();
    api().put("/admin/itwins/" + iTwin).as(tokens.administrator()).json(body).send().is(204);
  }

  /** Grants the client the permission to maintain webhooks of the iTwin. */
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
