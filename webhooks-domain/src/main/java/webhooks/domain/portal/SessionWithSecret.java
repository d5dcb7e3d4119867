package webhooks.domain.portal;

/**
 * A session with its code or its token, which nothing shows again.
 *
 * @param secret the code of a new session, or the token of one that was opened
 */
public record SessionWithSecret(PortalSession session, String secret) {
  /** Returns a description without the secret. */
  @Override
  public String toString() {
    return "SessionWithSecret[" + session.id() + "]";
  }
}
