package webhooks.it.resilience.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.database.TcpRelay;
import webhooks.it.harness.environment.Subscriber;
import webhooks.it.harness.environment.World;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.server.Product;

/** The product is started before its broker. */
@OnMicro
@OnPostgres
class LateBrokerIT {
  @Test
  void nodeStartsWithoutItsBrokerSaysSoAndTakesEventsOnceItIsThere() {
    Artemis broker = new Artemis("late-broker").start();
    try (TcpRelay relay = new TcpRelay(broker.port());
        World world = World.ofNodes("late-broker", broker, Product.named("late-broker-node"))) {
      world.product().with("webhooks.jms.url", "tcp://127.0.0.1:" + relay.port());
      // Worse than one that is not there: it can be reached, and says no word.
      relay.cuts();
      world.start();
      Subscriber subscriber = Subscriber.healthy(world, world.receiver().inbox());
      Event event = subscriber.event();
      world.producer().publishes(event);
      await("the node to say what it waits for")
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> world.product().log().contains("Receiving events failed and is tried again"));
      assertThat(subscriber.inbox().distinct()).isZero();

      relay.mends();

      subscriber.inbox().receives(event.messageId());
    }
  }
}
