package webhooks.domain.log;

import java.util.List;
import webhooks.domain.delivery.Attempt;

/**
 * A delivery with all that was sent and answered.
 *
 * @param body what is sent on every attempt
 * @param attempts in their order
 */
public record DeliveryDetail(LoggedDelivery delivery, byte[] body, List<Attempt> attempts) {
  /** Returns a text without the body. */
  @Override
  public String toString() {
    return "DeliveryDetail[" + delivery + "]";
  }
}
