package webhooks.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.selection.NeedsServers;
import webhooks.it.harness.server.Sockets;

/** Tests an external broker that is set up by docs/broker.md. */
@NeedsServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerSetupIT {
  private final Artemis artemis = new Artemis("broker-setup");
  private final String user = artemis.amqp().get("AMQP_USER");
  private final String password = artemis.amqp().get("AMQP_PASSWORD");

  @BeforeAll
  void start() {
    artemis.start();
  }

  @AfterAll
  void stop() {
    artemis.close();
  }

  @Test
  void listensAtItsConfiguredAddressOnly() {
    String port = artemis.amqp().get("AMQP_PORT");
    assertThat(Sockets.listening(artemis.pid())).containsExactly("127.0.0.1:" + port);
  }

  @Test
  void refusesWrongPasswords() {
    assertRefused("Unable to validate user", () -> login(user, password + "!"));
    assertRefused("Unable to validate user", () -> login(null, null));
  }

  private JMSContext login(String user, String password) {
    return new ActiveMQConnectionFactory(artemis.url()).createContext(user, password);
  }

  private static void assertRefused(String what, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfAny(JMSSecurityException.class, JMSSecurityRuntimeException.class)
        .hasMessageContaining(what);
  }
}
