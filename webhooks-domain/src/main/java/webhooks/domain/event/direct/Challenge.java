package webhooks.domain.event.direct;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.json.JsonObjectParser;
import webhooks.domain.json.JsonObjectParser.InvalidBody;

/**
 * A nonce that a receiver has to repeat. It is known to nobody else, because only the receiver of
 * the signed event gets it.
 *
 * @param nonce lower-case hex digits
 */
public record Challenge(String nonce) {
  /**
   * The type of the events that carry a nonce. It is not in the catalogue and can't be added, so
   * that no publisher can make such an event.
   */
  public static final String EVENT_TYPE = "webhooks.verification.v1";

  private static final String MEMBER = "challenge";

  /** Returns the content of the event. */
  public byte[] content() {
    return ("{\"" + MEMBER + "\":\"" + nonce + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns why a successful attempt is no proof; empty if its response repeats the nonce.
   *
   * <p>The attempt has the beginning of the body only, which is longer than an answer needs.
   */
  public Optional<ProofFailure> check(Attempt attempt) {
    return isRepeatedIn(attempt.excerpt())
        ? Optional.empty()
        : Optional.of(ProofFailure.NO_CHALLENGE);
  }

  private boolean isRepeatedIn(byte[] body) {
    try {
      return JsonObjectParser.parse(body).get(MEMBER) instanceof String given
          && MessageDigest.isEqual(bytes(given), bytes(nonce));
    } catch (InvalidBody e) {
      return false;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns a description without the nonce. */
  @Override
  public String toString() {
    return "Challenge[]";
  }
}
