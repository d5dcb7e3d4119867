package webhooks.domain.access.remote;

/**
 * Thrown when the iTwin Platform gives no usable response. The message is the reason, without a
 * part of the response.
 */
final class PlatformUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  PlatformUnavailable(String reason) {
    super(reason);
  }
}
