package webhooks.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import java.nio.file.Path;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import webhooks.it.harness.Places;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.selection.NeedsServers;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.server.Product;
import webhooks.it.harness.server.Sockets;
import webhooks.it.packaging.launcher.JarRun;

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

  @Test
  @OnMicro
  void checkOfTheJarBrowsesBothQueues() {
    Path directory = Places.freshDirectory("broker-check");
    Product node = Product.on("micro", "broker-check-node");
    artemis.configure(node);

    JarRun good = JarRun.with(node, directory, "--check");
    JarRun wrong = JarRun.with(node, directory, "--check", "-Dwebhooks.jms.password=wrong");
    JarRun producer =
        JarRun.with(
            node,
            directory,
            "--check",
            "-Dwebhooks.jms.user=" + user,
            "-Dwebhooks.jms.password=" + password);

    assertThat(good.line("broker"))
        .matches("broker: ok \\(127\\.0\\.0\\.1:\\d+ has both queues and the topic\\)");
    assertThat(wrong.line("broker"))
        .startsWith("broker: failed: correct webhooks.jms.user and webhooks.jms.password, or ");
    assertThat(producer.line("broker")).startsWith("broker: failed: correct ").contains("BROWSE");
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
