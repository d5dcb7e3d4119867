package webhooks.broker.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.broker.QueueNames;

/** Tests that the broker does not keep the groups that producers put their messages into. */
@Timeout(120)
class MessageGroupsTest {
  private static final int GROUPS = 1000;
  private static final int GROUPS_OF_ARTEMIS = -1;

  @TempDir Path directory;
  private ActiveMQServer server;

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {QueueNames.EVENTS, QueueNames.INVALID})
  void areNotKeptWhileTheirConsumerIsOpen(String queue) throws Exception {
    start(configuration());

    consumeGroups(queue);
  }

  @Test
  void areNotKeptInAQueueThatKeptThem() throws Exception {
    Configuration earlier = configuration();
    earlier.getAddressConfigurations().stream()
        .flatMap(address -> address.getQueueConfigs().stream())
        .forEach(queue -> queue.setGroupBuckets(GROUPS_OF_ARTEMIS));
    start(earlier);
    assertThat(server.locateQueue(QueueNames.EVENTS).getGroupBuckets())
        .isEqualTo(GROUPS_OF_ARTEMIS);
    server.stop();

    start(configuration());

    consumeGroups(QueueNames.EVENTS);
  }

  private Configuration configuration() throws Exception {
    return EmbeddedBroker.configuration(BrokerFixture.privateSettings(directory))
        .setSecurityEnabled(false);
  }

  private void start(Configuration configuration) throws Exception {
    server = ActiveMQServers.newActiveMQServer(configuration);
    server.start();
  }

  private void consumeGroups(String name) {
    try (ActiveMQConnectionFactory factory =
            new ActiveMQConnectionFactory("vm://" + EmbeddedBroker.IN_VM_ID);
        JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue(name);
      for (int i = 0; i < GROUPS; i++) {
        context.createProducer().setProperty("JMSXGroupID", "group-" + i).send(queue, "text");
      }
      try (var consumer = context.createConsumer(queue)) {
        for (int i = 0; i < GROUPS; i++) {
          assertThat(consumer.receiveBody(String.class, 10_000)).isEqualTo("text");
        }

        assertThat(server.locateQueue(name).getGroupCount()).isZero();
      }
    }
  }
}
