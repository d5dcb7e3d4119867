package webhooks.domain.delivery;

/**
 * A request as it would be sent.
 *
 * @param headers the headers, without secrets
 * @param body the bytes of the body
 */
public record PreparedRequest(HeaderExcerpt headers, byte[] body) {
  /** Returns a description without the content. */
  @Override
  public String toString() {
    return "PreparedRequest[" + body.length + " bytes]";
  }
}
