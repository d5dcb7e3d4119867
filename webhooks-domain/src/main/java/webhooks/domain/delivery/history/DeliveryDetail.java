package webhooks.domain.delivery.history;

import webhooks.domain.delivery.Attempt;

/**
 * A delivery with its body and its attempts.
 *
 * @param delivery the delivery's state
 * @param body the request body, which is the same in each attempt
 * @param attempts the attempts so far, oldest first; each iteration reads them in steps
 */
public record DeliveryDetail(DeliverySummary delivery, byte[] body, Iterable<Attempt> attempts) {
  /**
   * Returns a description without the body and the receiver's answers, which belong to the owner.
   */
  @Override
  public String toString() {
    return "DeliveryDetail[" + delivery + "]";
  }
}
