package webhooks.domain.access.remote;

/** The iTwin Platform gave no answer that can be used; the message says why, without any of it. */
final class Unavailable extends Exception {
  private static final long serialVersionUID = 1L;

  Unavailable(String reason) {
    super(reason);
  }
}
