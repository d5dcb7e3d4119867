package webhooks.delivery.send;

import java.net.URI;
import java.util.Optional;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.option.request.FormatException;
import webhooks.domain.option.request.OutgoingEvent;
import webhooks.domain.option.request.RequestContent;
import webhooks.domain.subscription.SendableWebhook;

/**
 * Makes the bodies of requests in the formats of their webhooks. Safe for several threads.
 *
 * <p>The slots of a node bound the memory of events, but a template can make a body that is many
 * times as large as its event. So the bytes that formats add are bounded too, and accounts share
 * the bound.
 */
final class RequestContents {
  static final int MAX_ADDED_BYTES = 32 * 1024 * 1024;

  private final String publicUrl;
  private final CallerLimit added;

  /**
   * Creates the maker of contents.
   *
   * @param publicUrl where callers reach the product, if that is known
   * @param maxAddedBytes the maximum of bytes that formats add to the events in flight
   */
  RequestContents(Optional<URI> publicUrl, int maxAddedBytes) {
    this.publicUrl = publicUrl.map(URI::toASCIIString).orElse("");
    this.added = new CallerLimit(maxAddedBytes, "The bodies of requests use up their memory.");
  }

  /**
   * Returns the content of an attempt. If it can't be made, ends the attempt: for good if the event
   * lacks a value, as excused if there is no memory for the body now.
   */
  Optional<RequestContent> make(
      RunningAttempt attempt, LeasedDelivery delivery, SendableWebhook webhook) {
    try {
      RequestContent content = content(delivery, webhook);
      int more = content.body().length - delivery.body().length;
      if (more <= 0 || fits(more, attempt, webhook.subscription().accountId())) {
        return Optional.of(content);
      }
      attempt.expire(true);
    } catch (FormatException e) {
      attempt.failed(e);
    }
    return Optional.empty();
  }

  /**
   * Returns the content of each attempt of a delivery.
   *
   * @throws FormatException if the event can't have the form
   */
  RequestContent content(LeasedDelivery delivery, SendableWebhook webhook) throws FormatException {
    OutgoingEvent event =
        new OutgoingEvent(delivery.body(), delivery.messageId(), delivery.event().trace());
    return webhook.options().format().content(event, publicUrl);
  }

  private boolean fits(int more, RunningAttempt attempt, String accountId) {
    CallerLimit.Share share = added.share(LimitKey.ofAccount(accountId));
    boolean fits = share.tryAdd(more);
    if (fits) {
      attempt.result().whenComplete((ended, never) -> share.close());
    }
    return fits;
  }
}
