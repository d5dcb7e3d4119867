package webhooks.it.harness.cluster;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import webhooks.it.harness.Progress;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.broker.Broker;
import webhooks.it.harness.broker.CoreClient;
import webhooks.it.harness.broker.Producer;
import webhooks.it.harness.broker.TopicSubscriber;
import webhooks.it.harness.server.Product;

/**
 * Runs two brokers with the same messages: one is active, the other has a replica and takes over.
 */
public final class ArtemisPair implements Broker {
  /** Artemis logs this when the replica is complete, so that the broker can take over. */
  private static final String SYNCHRONIZED = "AMQ221024";

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final ZooKeeper zooKeeper;
  private final Artemis first;
  private final Artemis second;

  /** Starts a pair whose first broker is active. */
  public ArtemisPair(String name) {
    zooKeeper = new ZooKeeper(name + "-zookeeper");
    first = new Artemis(name + "-1");
    second = first.withSameLogins(name + "-2");
    String password = Secrets.random();
    first.withSettings(settings(first, second, password));
    second.withSettings(settings(second, first, password));
    first.start();
    startAsBackup(second);
  }

  /** Returns the configuration that operators use, with addresses of this machine. */
  private String settings(Artemis self, Artemis other, String password) {
    return DocumentedFile.read("artemis-pair.xml")
        .with("tcp://10.0.0.31:61616", self.url())
        .with("tcp://10.0.0.32:61616", other.url())
        .with("ENC(...)", password)
        .with("10.0.0.21:2181,10.0.0.22:2181,10.0.0.23:2181", zooKeeper.address())
        .with("<connection-ttl>10000", "<connection-ttl>5000")
        .with("value=\"18000\"", "value=\"6000\"")
        .text();
  }

  /** Starts a broker that takes the replica's part, and waits until it can take over. */
  public void startAsBackup(Artemis broker) {
    int before = synchronizations(broker);
    broker.launch();
    awaitSynchronized(broker, before);
  }

  private static void awaitSynchronized(Artemis broker, int before) {
    await("the replica to be complete, see the broker's log")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> synchronizations(broker) > before);
    Progress.say("the replica on port %d is complete", broker.port());
  }

  private static int synchronizations(Artemis broker) {
    return broker.log().split(SYNCHRONIZED, -1).length - 1;
  }

  /** Waits until the broker is active. Returns when it was. */
  public Instant awaitActive(Artemis broker) {
    broker.awaitActive();
    Progress.say("the broker on port %d is active", broker.port());
    return Instant.now();
  }

  /** Pauses a broker: connections stay open and get no answer. */
  public void pause(Artemis broker) {
    ForeignProcess.signal("STOP", processes(broker));
    Progress.say("the broker on port %d is paused", broker.port());
  }

  /**
   * Resumes a broker that is no longer the active one. It ends when it notices that, is started
   * again, and then takes the replica's part.
   */
  public void resumeAsBackup(Artemis broker) {
    ForeignProcess.signal("CONT", processes(broker));
    Progress.say("the broker on port %d is resumed", broker.port());
    await("the resumed broker to end, see its log")
        .atMost(LIMIT)
        .until(() -> processes(broker).isEmpty());
    startAsBackup(broker);
  }

  private static List<ProcessHandle> processes(Artemis broker) {
    return ForeignProcess.handle(broker.pid()).stream().flatMap(ForeignProcess::family).toList();
  }

  /** Returns the broker that is active at the start. */
  public Artemis first() {
    return first;
  }

  /** Returns the other broker. */
  public Artemis second() {
    return second;
  }

  @Override
  public void configure(Product product) {
    first.configure(product);
    product.with("webhooks.jms.url", url());
  }

  private String url() {
    return "(" + first.url() + "," + second.url() + ")";
  }

  @Override
  public Producer producer() {
    return first.impatientProducer(url());
  }

  @Override
  public TopicSubscriber topicSubscriber() {
    return first.topicSubscriber();
  }

  @Override
  public CoreClient coreClient() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, String> amqp() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    for (Artemis broker : List.of(first, second)) {
      // A paused process would not end.
      ForeignProcess.signal("CONT", processes(broker));
      broker.close();
    }
    zooKeeper.close();
  }
}
