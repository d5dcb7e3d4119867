package webhooks.it.resilience.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.database.TcpRelay;
import webhooks.it.harness.environment.Subscriber;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.server.Product;

/** The product is started before its broker. */
@OnMicro
@OnPostgres
class LateBrokerIT {
  @Test
  void nodeStartsWithoutBrokerAndReportsIt() {
    Artemis broker = new Artemis("late-broker").start();
    try (TcpRelay relay = new TcpRelay(broker.port());
        TestEnvironment environment =
            TestEnvironment.ofNodes("late-broker", broker, Product.named("late-broker-node"))) {
      environment.product().with("webhooks.jms.url", "tcp://127.0.0.1:" + relay.port());
      // The broker's port accepts connections but never answers, which is worse than no broker.
      relay.cut();
      environment.start();
      Subscriber subscriber = Subscriber.healthy(environment, environment.receiver().inbox());
      Event event = subscriber.event();
      environment.producer().publish(event);
      await("the node to report its missing broker")
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  environment
                      .product()
                      .log()
                      .contains("Receiving events failed and is tried again"));
      assertThat(subscriber.inbox().distinct()).isZero();

      relay.restore();

      subscriber.inbox().awaitEvent(event.messageId());
    }
  }
}
