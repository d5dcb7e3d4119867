package webhooks.domain.delivery.history.payload;

import java.util.Optional;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptHeaders;

/** Shows nothing of a payload: no body, no excerpt of an answer, no headers. */
enum ErasedPayload implements PayloadView {
  /** The view of each erased payload. */
  VIEW;

  private static final byte[] NO_EXCERPT = {};

  @Override
  public Optional<byte[]> body() {
    return Optional.empty();
  }

  @Override
  public Attempt of(Attempt attempt) {
    return attempt.withAnswer(NO_EXCERPT, AttemptHeaders.NONE);
  }
}
