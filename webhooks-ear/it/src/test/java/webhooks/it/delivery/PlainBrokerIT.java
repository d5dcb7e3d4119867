package webhooks.it.delivery;

import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.selection.NeedsServers;
import webhooks.it.harness.server.Product;

/** Malformed messages at an external broker that lacks the product's plugin. */
@NeedsServers
class PlainBrokerIT extends MalformedMessages {
  PlainBrokerIT() {
    super(
        TestEnvironment.ofNodes(
            "malformed-plain",
            new Artemis("plain-broker").withoutPlugin().start(),
            Product.named("malformed-plain")));
  }
}
