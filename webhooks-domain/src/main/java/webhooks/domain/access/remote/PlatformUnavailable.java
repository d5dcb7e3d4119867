package webhooks.domain.access.remote;

/** The iTwin Platform gave no answer that can be used; the message says why, without any of it. */
final class PlatformUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  PlatformUnavailable(String reason) {
    super(reason);
  }
}
