package webhooks.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.broker.Broker;
import webhooks.it.harness.environment.Subscriber;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.selection.NeedsServers;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.server.JavaHome;
import webhooks.it.harness.server.Micro;

/** The product runs on a newer Java than the one it is compiled for. */
@NeedsServers
@OnMicro
@OnPostgres
class Java25IT {
  @Test
  void deliversAnEventOnJava25() {
    Optional<Path> home = JavaHome.ofVersion(25);
    assumeThat(home)
        .as("no JDK 25 in /usr/lib/jvm; name its directory by -Dwebhooks.it.java")
        .isPresent();
    Micro product = new Micro("java-25").withJavaHome(home.orElseThrow());
    try (TestEnvironment environment =
        TestEnvironment.ofNodes("java-25", Broker.chosen(), product)) {
      environment.start();
      Subscriber subscriber = Subscriber.healthy(environment, environment.receiver().inbox());
      Event event = subscriber.event();

      environment.producer().publish(event);

      subscriber.inbox().awaitEvent(event.messageId());
      assertThat(product.server().info().command())
          .contains(home.orElseThrow().resolve("bin/java").toString());
    }
  }
}
