package webhooks.broker.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import webhooks.broker.QueueNames;

/** Who may do what with the topic of operational events at the embedded broker. */
class OperationsTopicTest {
  private static final Credentials PRODUCER = new Credentials("producer", "correct horse");
  private static final Credentials OPERATOR = new Credentials("operator", "battery staple");

  @TempDir Path directory;
  private BrokerFixture broker;

  @BeforeEach
  void findPort() throws IOException {
    broker = BrokerFixture.onFreePort(directory);
  }

  @AfterEach
  void stop() throws Exception {
    broker.stop();
  }

  @Test
  void operatorsReceiveWhatTheProductPublishes() throws Exception {
    broker.start(Optional.of(PRODUCER), Optional.of(OPERATOR));

    try (JMSContext operator = broker.connect(Optional.of(OPERATOR))) {
      JMSConsumer consumer = operator.createConsumer(topic(operator));
      publish("published");

      assertThat(consumer.receiveBody(String.class, 30_000)).isEqualTo("published");
    }
  }

  @Test
  void durableSubscriptionKeepsWhatIsPublishedMeanwhile() throws Exception {
    broker.start(Optional.of(PRODUCER), Optional.of(OPERATOR));
    receiveOfSubscription(0);

    publish("published");

    assertThat(receiveOfSubscription(30_000)).isEqualTo("published");
  }

  @Test
  void operatorsMayDoNothingElse() throws Exception {
    broker.start(Optional.of(PRODUCER), Optional.of(OPERATOR));

    try (JMSContext operator = broker.connect(Optional.of(OPERATOR))) {
      assertThatThrownBy(() -> operator.createProducer().send(topic(operator), "forged"))
          .isInstanceOf(JMSSecurityRuntimeException.class);
      assertThatThrownBy(() -> operator.createConsumer(operator.createQueue(QueueNames.EVENTS)))
          .isInstanceOf(JMSSecurityRuntimeException.class);
      assertThatThrownBy(() -> operator.createConsumer(operator.createTopic("other")))
          .isInstanceOf(JMSRuntimeException.class);
    }
  }

  @Test
  void producersMayNotReadIt() throws Exception {
    broker.start(Optional.of(PRODUCER), Optional.of(OPERATOR));

    assertClosedFor(Optional.of(PRODUCER));
  }

  @Test
  void nobodyMayReadItByDefault() throws Exception {
    broker.start(Optional.empty(), Optional.empty());

    assertClosedFor(Optional.empty());
    assertThatThrownBy(() -> broker.connect(Optional.of(OPERATOR)))
        .isInstanceOf(JMSSecurityRuntimeException.class);
  }

  private void assertClosedFor(Optional<Credentials> login) {
    try (JMSContext context = broker.connect(login)) {
      assertThatThrownBy(() -> context.createConsumer(topic(context)))
          .isInstanceOf(JMSSecurityRuntimeException.class);
      assertThatThrownBy(() -> context.createProducer().send(topic(context), "forged"))
          .isInstanceOf(JMSSecurityRuntimeException.class);
    }
  }

  private void publish(String text) {
    try (JMSContext context = broker.connectAsProduct()) {
      context.createProducer().send(topic(context), text);
    }
  }

  private String receiveOfSubscription(long millis) {
    try (JMSContext operator = broker.connect(Optional.of(OPERATOR))) {
      operator.setClientID("pager");
      JMSConsumer consumer = operator.createDurableConsumer(topic(operator), "alerts");
      return millis == 0 ? null : consumer.receiveBody(String.class, millis);
    }
  }

  private static Topic topic(JMSContext context) {
    return context.createTopic(QueueNames.OPERATIONS);
  }
}
