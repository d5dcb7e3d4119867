package webhooks.delivery;

import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import webhooks.delivery.dispatch.DeliveryDispatcher;
import webhooks.delivery.send.Sender;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.histogram.Histogram;
import webhooks.domain.node.InvalidEventQueue;
import webhooks.domain.node.Node;
import webhooks.domain.node.NodeLoad;
import webhooks.domain.subscription.Subscription;

/**
 * This node as the domain's use cases see it, so that the domain knows no class of this module.
 * Safe for several threads.
 */
record DeliveringNode(DeliveryDispatcher dispatcher, Sender sender, InvalidEventQueue invalidEvents)
    implements Node {
  @Override
  public void backlogGrew(Collection<UUID> webhookIds) {
    dispatcher.addBacklogs(webhookIds);
  }

  @Override
  public CompletableFuture<Attempt> test(LeasedDelivery delivery, Subscription webhook) {
    return sender.test(delivery, webhook);
  }

  @Override
  public NodeLoad load() {
    return dispatcher.load();
  }

  @Override
  public Histogram claimSizes() {
    return dispatcher.claimSizes();
  }
}
