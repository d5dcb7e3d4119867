package webhooks.broker.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.postoffice.DuplicateIDCache;
import org.apache.activemq.artemis.core.postoffice.impl.PostOfficeImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import webhooks.broker.QueueNames;

/** Tests that the broker keeps no {@code _AMQ_DUPL_ID} and drops no message because of one. */
@Timeout(120)
class DuplicateIdsTest {
  private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";
  private static final String LONG_ID = "x".repeat(200_000);
  private static final int MESSAGES = 20;
  private static final int ARTEMIS_CACHE_SIZE = 20_000;

  @TempDir Path directory;
  private ActiveMQServer server;

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void producersMayUseTheSameIds() throws Exception {
    start(configuration());

    send("order-1");
    send("order-1");
    sendInOneTransaction("order-1");

    assertThat(receive(3)).containsExactly("order-1", "order-1", "order-1");
  }

  @Test
  void areNeitherInMemoryNorInTheJournal() throws Exception {
    start(configuration());
    for (int i = 0; i < MESSAGES; i++) {
      send(i + LONG_ID);
    }
    sendInOneTransaction(MESSAGES + LONG_ID);

    assertThat(keptIds()).isZero();

    restart(configurationOfArtemis());
    assertThat(keptIds()).isZero();
    assertThat(receive(MESSAGES + 1)).hasSize(MESSAGES + 1);
  }

  @Test
  void thatTheJournalHasAreDeletedAtTheStart() throws Exception {
    start(configurationOfArtemis());
    send("order-1");
    assertThat(keptIds()).isOne();

    restart(configuration());
    assertThat(keptIds()).isZero();
    send("order-1");
    assertThat(receive(2)).containsExactly("order-1", "order-1");

    restart(configurationOfArtemis());
    assertThat(keptIds()).isZero();
  }

  private Configuration configuration() throws Exception {
    return EmbeddedBroker.configuration(BrokerFixture.privateSettings(directory))
        .setSecurityEnabled(false);
  }

  /**
   * Returns a configuration with Artemis's own detection of duplicates, which reads the journal.
   */
  private Configuration configurationOfArtemis() throws Exception {
    return configuration().setIDCacheSize(ARTEMIS_CACHE_SIZE).setPersistIDCache(true);
  }

  private void start(Configuration configuration) throws Exception {
    server = ActiveMQServers.newActiveMQServer(configuration);
    server.start();
  }

  private void restart(Configuration configuration) throws Exception {
    server.stop();
    start(configuration);
  }

  private int keptIds() {
    Collection<DuplicateIDCache> caches =
        ((PostOfficeImpl) server.getPostOffice()).getDuplicateIDCaches().values();
    return caches.stream().mapToInt(cache -> cache.getMap().size()).sum();
  }

  private static void send(String id) {
    try (ActiveMQConnectionFactory factory = factory();
        JMSContext context = factory.createContext()) {
      send(context, id);
    }
  }

  private static void sendInOneTransaction(String id) {
    try (ActiveMQConnectionFactory factory = factory();
        JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
      send(context, id);
      context.commit();
    }
  }

  private static void send(JMSContext context, String id) {
    context.createProducer().setProperty(DUPLICATE_ID, id).send(queue(context), id);
  }

  private static List<String> receive(int count) {
    try (ActiveMQConnectionFactory factory = factory();
        JMSContext context = factory.createContext();
        var consumer = context.createConsumer(queue(context))) {
      return IntStream.range(0, count)
          .mapToObj(i -> consumer.receiveBody(String.class, 10_000))
          .toList();
    }
  }

  private static ActiveMQConnectionFactory factory() {
    ActiveMQConnectionFactory factory =
        new ActiveMQConnectionFactory("vm://" + EmbeddedBroker.IN_VM_ID);
    // Properties that are longer than this are an error of the client.
    factory.setMinLargeMessageSize(1024 * 1024);
    return factory;
  }

  private static Queue queue(JMSContext context) {
    return context.createQueue(QueueNames.EVENTS);
  }
}
