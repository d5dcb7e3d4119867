package webhooks.domain.delivery.history.payload;

import java.time.Instant;
import java.util.Optional;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.HeaderExcerpt;

/**
 * Shows a payload of a webhook with options. The headers of a success are derived from the event,
 * so the ones about the body are hidden if the receiver may have got it in another form.
 *
 * @param unchangedAfter requests that began after this time had the bytes of the event as their
 *     body; empty if no request has them
 */
record FormattedPayload(PayloadView payload, Optional<Instant> unchangedAfter)
    implements PayloadView {
  @Override
  public Optional<byte[]> body() {
    return payload.body();
  }

  @Override
  public Attempt of(Attempt attempt) {
    Attempt shown = payload.of(attempt);
    boolean isRight = unchangedAfter.filter(attempt.started()::isAfter).isPresent();
    // A failure has the headers that were sent.
    return isRight || !attempt.succeeded()
        ? shown
        : shown.withAnswer(
            shown.excerpt(),
            new AttemptHeaders(
                shown.headers().sent().map(HeaderExcerpt::withoutContent),
                shown.headers().received()));
  }
}
