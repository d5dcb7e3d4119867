package webhooks.micro;

/** Reports that the server or the application did not start. */
final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;

  StartFailure(String message) {
    super(message);
  }
}
