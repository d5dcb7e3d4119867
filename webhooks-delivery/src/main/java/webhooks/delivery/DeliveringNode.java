package webhooks.delivery;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import webhooks.delivery.dispatch.DeliveryDispatcher;
import webhooks.delivery.dispatch.Reservation;
import webhooks.delivery.send.Sender;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.PreparedRequest;
import webhooks.domain.delivery.TokenOutcome;
import webhooks.domain.histogram.Histogram;
import webhooks.domain.node.InvalidEventQueue;
import webhooks.domain.node.Node;
import webhooks.domain.node.NodeLoad;
import webhooks.domain.node.NodeSlots;
import webhooks.domain.option.request.FormatException;
import webhooks.domain.subscription.SendableWebhook;

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
  public NodeSlots slots() {
    return new ReservedSlots(dispatcher, new Reservation(dispatcher.leases()));
  }

  @Override
  public CompletableFuture<Attempt> test(LeasedDelivery delivery, SendableWebhook webhook) {
    return sender.test(delivery, webhook);
  }

  @Override
  public CompletableFuture<TokenOutcome> testToken(SendableWebhook webhook) {
    return sender.testToken(webhook);
  }

  @Override
  public PreparedRequest prepare(LeasedDelivery delivery, SendableWebhook webhook)
      throws FormatException {
    return sender.prepare(delivery, webhook);
  }

  @Override
  public CompletableFuture<Attempt> askConsent(String name, SendableWebhook webhook) {
    return sender.askConsent(name, webhook);
  }

  @Override
  public NodeLoad load() {
    return dispatcher.load();
  }

  @Override
  public Histogram claimSizes() {
    return dispatcher.claimSizes();
  }

  /** The slots of a transaction, and the dispatcher that sends its deliveries. */
  private record ReservedSlots(DeliveryDispatcher dispatcher, Reservation reservation)
      implements NodeSlots {
    @Override
    public int free() {
      return reservation.free();
    }

    @Override
    public int take(UUID webhookId, int wanted) {
      return reservation.take(webhookId, wanted);
    }

    @Override
    public void giveBack(UUID webhookId, int count) {
      reservation.giveBack(webhookId, count);
    }

    @Override
    public void send(List<LeasedDelivery> deliveries) {
      dispatcher.send(deliveries, reservation);
    }

    @Override
    public void close() {
      reservation.close();
    }
  }
}
