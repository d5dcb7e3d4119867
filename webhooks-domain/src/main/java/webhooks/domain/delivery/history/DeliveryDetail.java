package webhooks.domain.delivery.history;

import java.util.List;
import webhooks.domain.delivery.Attempt;

/**
 * A delivery with its body and its attempts.
 *
 * @param delivery the delivery's state
 * @param body the request body, which is the same in each attempt
 * @param attempts the attempts so far, oldest first
 */
public record DeliveryDetail(DeliverySummary delivery, byte[] body, List<Attempt> attempts) {
  /**
   * Returns a description without the body and the receiver's answers, which belong to the owner.
   */
  @Override
  public String toString() {
    return "DeliveryDetail[" + delivery + "]";
  }
}
