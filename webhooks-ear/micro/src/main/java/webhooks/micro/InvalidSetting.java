package webhooks.micro;

/** A setting with a value that can't be used: stops the start. */
final class InvalidSetting extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the setting and the rule, never its value, which may be a secret. */
  InvalidSetting(String key, String rule) {
    super("Setting " + key + " " + rule + ".");
  }
}
