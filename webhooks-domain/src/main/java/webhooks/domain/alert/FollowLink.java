package webhooks.domain.alert;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.secret.LinkToken;

/**
 * The request of a page that a link of a mail leads to, not yet checked.
 *
 * @param token the token of the link
 * @param faults the faults found while the request was read
 */
public record FollowLink(Optional<String> token, List<Fault> faults) {
  private static final String TOKEN = "token";

  /**
   * Returns the token; empty if no token can have this text.
   *
   * @throws Refusal {@code InvalidRequest} with all faults
   */
  Optional<LinkToken> check() {
    Faults found = new Faults(faults);
    if (token.isEmpty() && !found.concernWholeBody()) {
      found.missing(TOKEN);
    }
    found.refuseIfAny(ErrorCode.INVALID_REQUEST, "Make sure the request body is valid.");
    return token.flatMap(LinkToken::parse);
  }

  /** Returns a description without the token. */
  @Override
  public String toString() {
    return "FollowLink[]";
  }
}
