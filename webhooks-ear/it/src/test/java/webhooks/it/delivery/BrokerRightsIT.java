package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Queue;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.broker.FederationAttack;
import webhooks.it.harness.broker.Producer;
import webhooks.it.harness.environment.TestEnvironment;

/** Tests what others than the product may do at the broker: the same at every broker. */
class BrokerRightsIT {
  private static final String INVALID = "webhooks.events.invalid";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Map<String, String> login = environment.broker().amqp();
  private final String url =
      "tcp://%s:%s".formatted(login.get("AMQP_HOST"), login.get("AMQP_PORT"));

  @Test
  void producerMayOnlySendEvents() {
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
        JMSContext producer =
            factory.createContext(login.get("AMQP_USER"), login.get("AMQP_PASSWORD"))) {
      Queue events = producer.createQueue(Producer.EVENTS);
      Queue invalid = producer.createQueue(INVALID);
      producer.createProducer().send(events, "an event");

      assertRefused("SEND", () -> producer.createProducer().send(invalid, "no event"));
      for (Queue queue : List.of(events, invalid)) {
        assertRefused("BROWSE", () -> producer.createBrowser(queue).getEnumeration());
        assertRefused("CONSUME", () -> producer.createConsumer(queue));
      }
    }
  }

  @Test
  void refusesToConnectToAnotherBroker() {
    FederationAttack.Outcome outcome = FederationAttack.on(url);

    assertThat(outcome).isEqualTo(new FederationAttack.Outcome(false, true));
    environment.assertDelivers();
  }

  private static void assertRefused(String right, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfAny(JMSSecurityException.class, JMSSecurityRuntimeException.class)
        .hasMessageContaining(right);
  }
}
