package webhooks.domain.delivery.history;

import java.util.List;
import webhooks.domain.delivery.Attempt;

/**
 * A delivery with its body and its attempts.
 *
 * @param body the body of each attempt
 * @param attempts the attempts so far, in their order
 */
public record DeliveryDetail(DeliverySummary delivery, byte[] body, List<Attempt> attempts) {
  /** Returns a description without the body. */
  @Override
  public String toString() {
    return "DeliveryDetail[" + delivery + "]";
  }
}
