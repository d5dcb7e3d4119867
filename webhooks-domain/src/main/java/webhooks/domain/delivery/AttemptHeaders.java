package webhooks.domain.delivery;

import java.util.Optional;

/**
 * The headers of an attempt.
 *
 * @param sent the headers of the request; empty if they are not kept or nothing was sent
 * @param received the headers of the response; empty if they are not kept or none came
 */
public record AttemptHeaders(Optional<HeaderExcerpt> sent, Optional<HeaderExcerpt> received) {
  /** No headers at all. */
  public static final AttemptHeaders NONE = new AttemptHeaders(Optional.empty(), Optional.empty());
}
