package webhooks.it.resilience.node;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.broker.OwnBroker;
import webhooks.it.harness.broker.Producer;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPayara;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.server.Product;

/**
 * Tests two nodes on one PostgreSQL: their changes apply at once, and one that fails or stops loses
 * no event.
 *
 * <p>The first node has an external broker and the second one its own, so that a test chooses the
 * node that accepts an event.
 */
@OnPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class TwoNodesIT {
  private final Artemis artemis = new Artemis("two-nodes-broker").start();
  private final OwnBroker ownBroker = new OwnBroker();
  private final TestEnvironment environment =
      TestEnvironment.ofNodes(
          "two-nodes", artemis, Product.named("two-nodes-1"), Product.named("two-nodes-2"));
  private List<Producer> producers;

  @BeforeAll
  void start() {
    environment
        .nodes()
        .forEach(
            node ->
                node.with("webhooks.delivery.retry-schedule", "PT1S,PT2S,PT5S,PT5S,PT5S")
                    .with("webhooks.max-webhooks", CreationsAtOnce.MAX_WEBHOOKS + "")
                    .with("webhooks.portal.enabled", "true"));
    ownBroker.configure(environment.nodes().get(1).with("webhooks.jms.url", null));
    environment.start();
    producers = List.of(environment.producer(), ownBroker.producer());
  }

  @AfterAll
  void stop() {
    producers.get(1).close();
    environment.close();
  }

  @Nested
  @Order(1)
  class Changes extends NextEventOnOtherNode {
    Changes() {
      super(environment, producers);
    }
  }

  @Nested
  @Order(1)
  class Creations extends CreationsAtOnce {
    Creations() {
      super(environment);
    }
  }

  @Nested
  @Order(1)
  class Portal extends PortalOnBothNodes {
    Portal() {
      super(environment);
    }
  }

  /** Runs last, because its tests end both nodes. */
  @Nested
  @Order(2)
  @OnMicro
  @OnPayara
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  class Faults extends NodeFaults {
    Faults() {
      super(environment, artemis);
    }
  }
}
