package webhooks.domain.delivery.history;

import java.util.Iterator;
import java.util.Optional;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.history.payload.PayloadView;

/**
 * A delivery with its body and its attempts.
 *
 * @param delivery the delivery's state
 * @param body the body of a request without a format, which is the same in each attempt; empty if
 *     its payload is erased
 * @param attempts the attempts so far, oldest first; each iteration reads them in steps
 */
public record DeliveryDetail(
    DeliverySummary delivery, Optional<byte[]> body, Iterable<Attempt> attempts) {
  /** Returns this delivery as it may be shown. */
  DeliveryDetail shownAs(PayloadView view) {
    return new DeliveryDetail(
        delivery,
        view.body(),
        () -> {
          Iterator<Attempt> all = attempts.iterator();
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return all.hasNext();
            }

            @Override
            public Attempt next() {
              return view.of(all.next());
            }
          };
        });
  }

  /**
   * Returns a description without the body and the receiver's answers, which belong to the owner.
   */
  @Override
  public String toString() {
    return "DeliveryDetail[" + delivery + "]";
  }
}
