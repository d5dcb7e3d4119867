package webhooks.domain.webhook.proof;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;

/**
 * A request for a proof of ownership, not yet checked.
 *
 * @param method the name of the method
 * @param faults the faults found while the request was read
 */
public record VerifyWebhook(Optional<String> method, List<Fault> faults) {
  private static final String METHOD = "method";

  /**
   * Returns the method.
   *
   * @param publicUrl where callers reach the product; a receiver is asked for its host
   * @throws Refusal {@code InvalidRequest} with all faults, also if the method needs a public URL
   *     and there is none
   */
  public ProofMethod check(Optional<URI> publicUrl) {
    Faults found = new Faults(faults);
    Optional<ProofMethod> known = method.flatMap(ProofMethod::of);
    if (!found.concernWholeBody()) {
      if (method.isEmpty()) {
        found.missing(METHOD);
      } else if (known.isEmpty()) {
        found.invalid(METHOD, "'method' must be 'options' or 'challenge'.");
      } else if (known.get() == ProofMethod.OPTIONS && publicUrl.isEmpty()) {
        found.invalid(
            METHOD, "'options' needs the setting webhooks.public-url, which names the sender.");
      }
    }
    found.refuseIfAny(
        ErrorCode.INVALID_REQUEST, "Cannot verify the webhook. Make sure the request is valid.");
    return known.orElseThrow();
  }

  /** Returns the name under which a receiver knows the product: a host name, without a port. */
  public static String sender(URI publicUrl) {
    return publicUrl.getHost().toLowerCase(Locale.ROOT);
  }
}
