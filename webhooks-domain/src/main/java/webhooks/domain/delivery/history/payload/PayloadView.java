package webhooks.domain.delivery.history.payload;

import java.util.Optional;
import webhooks.domain.delivery.Attempt;

/** Shows the payload of one delivery, as far as anybody may see it. */
public interface PayloadView {
  /** Returns the body as it may be shown; empty if the payload is erased. */
  Optional<byte[]> body();

  /** Returns an attempt of the delivery as it may be shown. */
  Attempt of(Attempt attempt);
}
