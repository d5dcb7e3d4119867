package webhooks.domain.delivery.history;

import java.util.List;
import webhooks.domain.delivery.Attempt;

/**
 * A delivery with all that was sent and answered.
 *
 * @param body what is sent on every attempt
 * @param attempts in their order
 */
public record DeliveryDetail(DeliverySummary delivery, byte[] body, List<Attempt> attempts) {
  /** Returns a text without the body. */
  @Override
  public String toString() {
    return "DeliveryDetail[" + delivery + "]";
  }
}
