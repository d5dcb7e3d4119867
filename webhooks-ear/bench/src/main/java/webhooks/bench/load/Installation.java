package webhooks.bench.load;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import webhooks.bench.measure.ArrivalLog;
import webhooks.bench.measure.Arrivals;
import webhooks.bench.measure.DatabaseCounters;
import webhooks.bench.measure.IdleTime;
import webhooks.bench.measure.Snapshot;
import webhooks.bench.receiver.DeliveryReceiver;
import webhooks.it.harness.Progress;
import webhooks.it.harness.broker.Broker;
import webhooks.it.harness.broker.Producer;
import webhooks.it.harness.database.Database;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.server.CpuTime;
import webhooks.it.harness.server.Product;

/** A new product of one node or several, with its receiver, its broker and its database. */
public final class Installation implements AutoCloseable {
  private static final String ACCEPTED = "webhooks_events_total{result=\"accepted\"}";

  /** The metric that counts recorded successes. */
  private static final String SUCCEEDED = "webhooks_deliveries_total{outcome=\"succeeded\"}";

  /** The metric of attempts, by success or error. */
  private static final Pattern ATTEMPTS =
      Pattern.compile("webhooks_attempts_total\\{outcome=\"(?!succeeded)(\\w+)\"}");

  private static final String LOST_LEASES = "webhooks_leases_lost_total";

  private final TestEnvironment environment;
  private final Optional<Postgres> postgres;
  private final DeliveryReceiver receiver;
  private final ArrivalLog log;
  private final FastClient client;
  private final List<RestClient> nodes;
  private Producer producer;

  private Installation(
      TestEnvironment environment, Optional<Postgres> postgres, Consumer<Product> settings) {
    this.environment = environment;
    this.postgres = postgres;
    for (Product node : environment.nodes()) {
      node.withFullCompiler()
          .with("webhooks.rate-limit", "1000000")
          .with("webhooks.max-webhooks", "1000000");
      settings.accept(node);
    }
    receiver = DeliveryReceiver.start(environment.authority());
    log = new ArrivalLog(receiver.log());
    client = new FastClient(environment.authority().pem(), 64);
    nodes = environment.nodes().stream().map(this::clientOf).toList();
    try {
      environment.start();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    Progress.say("%s: receiver is %s", environment.product().name(), receiver.name());
  }

  private RestClient clientOf(Product node) {
    return new RestClient(client, URI.create("http://127.0.0.1:" + node.port()));
  }

  /** Starts a product with the default settings on PostgreSQL. */
  public static Installation onPostgres(String name) {
    return onPostgres(name, product -> {});
  }

  /** Starts a product on PostgreSQL. */
  public static Installation onPostgres(String name, Consumer<Product> settings) {
    return new Installation(
        TestEnvironment.onPostgres(name, PostgresServer.STARTED),
        Optional.of(PostgresServer.STARTED),
        settings);
  }

  /** Starts this many nodes on PostgreSQL, with the external broker of this run. */
  public static Installation ofNodes(String name, int count) {
    Product[] nodes =
        IntStream.range(0, count)
            .mapToObj(i -> Product.named(name + "-" + i))
            .toArray(Product[]::new);
    return new Installation(
        TestEnvironment.ofNodes(name, PostgresServer.STARTED, Broker.chosen(), nodes),
        Optional.of(PostgresServer.STARTED),
        node -> {});
  }

  /** The server of all scenarios, with the memory that docs/postgresql.md advises. */
  private static final class PostgresServer {
    private static final Postgres STARTED =
        new Postgres("postgres")
            .with("shared_buffers", "2GB")
            .with("max_wal_size", "16GB")
            .with("checkpoint_timeout", "15min")
            .start();
  }

  /** Starts a product with the default settings on its embedded database. */
  public static Installation onH2(String name) {
    return new Installation(TestEnvironment.onH2(name), Optional.empty(), product -> {});
  }

  /** Creates an application with an account of its own. */
  public Owner owner() {
    return Owner.create(environment.tokens());
  }

  /** Returns everything around the product. */
  public TestEnvironment environment() {
    return environment;
  }

  /** Returns the receiver of all webhooks. */
  public DeliveryReceiver receiver() {
    return receiver;
  }

  /** Returns the client of the REST API of the first node. */
  public RestClient rest() {
    return nodes.get(0);
  }

  /** Returns the database on PostgreSQL. */
  public Database database() {
    return environment.database();
  }

  /** Publishes events in one transaction. */
  public void publish(List<String> texts) {
    producer().publishTexts(texts);
  }

  /** Returns the producer of the calling thread that measures. */
  Producer producer() {
    if (producer == null) {
      producer = connectProducer();
    }
    return producer;
  }

  /** Connects another producer. */
  Producer connectProducer() {
    return environment.broker().producer();
  }

  /** Starts the product again, after it was killed. */
  public void restart() {
    closeProducer();
    environment.product().start();
  }

  private void closeProducer() {
    if (producer != null) {
      producer.close();
      producer = null;
    }
  }

  /** Counts what has arrived since the last call. */
  public void read(Arrivals arrivals) {
    log.read(arrivals);
  }

  /** Returns the number of deliveries that the product has recorded as succeeded. */
  public long recorded() {
    return sum(SUCCEEDED);
  }

  /** Returns the number of events that the product has accepted. */
  public long accepted() {
    return sum(ACCEPTED);
  }

  private long sum(String metric) {
    return (long)
        nodes.stream().mapToDouble(node -> node.metrics().getOrDefault(metric, 0.0)).sum();
  }

  /**
   * Returns how many attempts have failed, by error, and how many leases were lost.
   *
   * @throws IllegalStateException if the product has no such metrics
   */
  public Map<String, Double> failures() {
    Map<String, Double> failures = new TreeMap<>();
    for (RestClient node : nodes) {
      node.metrics()
          .forEach(
              (metric, count) -> {
                Matcher attempts = ATTEMPTS.matcher(metric);
                if (attempts.matches()) {
                  failures.merge("attempts-" + attempts.group(1), count, Double::sum);
                } else if (metric.equals(LOST_LEASES)) {
                  failures.merge("leases-lost", count, Double::sum);
                }
              });
    }
    if (failures.size() < 2) {
      throw new IllegalStateException("The product does not count failed attempts and lost leases");
    }
    return failures;
  }

  /** Returns what has been spent so far. */
  public Snapshot snapshot(Arrivals arrivals) {
    read(arrivals);
    Map<String, Double> cpu = new LinkedHashMap<>();
    cpu.put(
        "server",
        environment.nodes().stream().mapToDouble(node -> CpuTime.ofProcess(node.pid())).sum());
    postgres.ifPresent(server -> cpu.put("postgresql", CpuTime.ofFamily(server.pid())));
    cpu.put("receiver", receiver.cpuSeconds());
    cpu.put("bench", CpuTime.ofProcess(ProcessHandle.current().pid()));
    cpu.put("idle", IdleTime.seconds());
    return new Snapshot(
        System.nanoTime(),
        arrivals.distinct(),
        cpu,
        postgres.isPresent() ? DatabaseCounters.of(database()) : Map.of());
  }

  /** Returns the CPU time of PostgreSQL in seconds; 0 if there is none. */
  public double databaseCpuSeconds() {
    return postgres.map(server -> CpuTime.ofFamily(server.pid())).orElse(0.0);
  }

  /** Stops everything except PostgreSQL, and drops the database. */
  @Override
  public void close() {
    closeProducer();
    environment.close();
    client.close();
    log.close();
    receiver.close();
    postgres.ifPresent(server -> server.drop(database()));
  }
}
