package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.selection.NeedsServers;
import webhooks.it.harness.server.Product;

/** Malformed messages at an external broker that lacks the product's plugin. */
@NeedsServers
class PlainBrokerIT extends MalformedMessages {
  @Override
  TestEnvironment startEnvironment() {
    Artemis broker = new Artemis("plain-broker").withoutPlugin().start();
    return TestEnvironment.ofNodes("malformed-plain", broker, Product.named("malformed-plain"))
        .start();
  }

  @AfterAll
  void stop() {
    environment().close();
  }

  /** Reads the marks in the queue, because the product's login at this broker is known. */
  @Override
  void assertRejected(List<String> marks) {
    Artemis broker = (Artemis) environment().broker();
    assertThat(broker.marksOfRejected()).containsExactlyInAnyOrderElementsOf(marks);
    super.assertRejected(marks);
  }
}
