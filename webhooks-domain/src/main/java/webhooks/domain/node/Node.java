package webhooks.domain.node;

import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.PreparedRequest;
import webhooks.domain.delivery.TokenOutcome;
import webhooks.domain.histogram.Histogram;
import webhooks.domain.option.request.FormatException;
import webhooks.domain.subscription.SendableWebhook;

/** The node that delivers, as use cases of the domain see it. Safe for several threads. */
public interface Node {
  /**
   * Claims deliveries of these webhooks soon, because their backlogs grew by a commit. Other nodes
   * find the backlogs by polling: within about a second, or half a minute if their search is slow.
   */
  void backlogGrew(Collection<UUID> webhookIds);

  /** Begins to take slots for the deliveries of one transaction. */
  NodeSlots slots();

  /**
   * Makes one attempt at once. The delivery has no row.
   *
   * @return completed when the attempt has ended; never fails
   */
  CompletableFuture<Attempt> test(LeasedDelivery delivery, SendableWebhook webhook);

  /**
   * Requests the token of a webhook whose requests need one, and drops it. A token that is kept for
   * deliveries stays as it is.
   *
   * @return completed when the request has ended; never fails
   */
  CompletableFuture<TokenOutcome> testToken(SendableWebhook webhook);

  /**
   * Returns the request of a delivery as it would be sent now. Nothing is sent, and no token is
   * requested.
   *
   * @throws FormatException if the event can't have the form that the options ask for
   */
  PreparedRequest prepare(LeasedDelivery delivery, SendableWebhook webhook) throws FormatException;

  /**
   * Asks the receiver of a webhook whether it wants requests of a sender (CloudEvents, HTTP
   * webhooks, section 4.1). The request has no credentials.
   *
   * @param sender the name of this product
   * @return completed with the attempt and the headers of its response when it has ended; never
   *     fails
   */
  CompletableFuture<Attempt> askConsent(String sender, SendableWebhook webhook);

  /** Returns the queue of rejected events. */
  InvalidEventQueue invalidEvents();

  /** Returns the present load of the node. */
  NodeLoad load();

  /** Returns how many deliveries each claim has leased. Empty claims do not count. */
  Histogram claimSizes();
}
