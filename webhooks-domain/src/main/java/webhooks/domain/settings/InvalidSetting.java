package webhooks.domain.settings;

/** A setting with a value that can't be used: stops the deployment. */
public final class InvalidSetting extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param key the setting
   * @param rule what it must be; never holds its value, which may be a secret
   */
  public InvalidSetting(String key, String rule) {
    super("Setting " + key + " " + rule + ".");
  }
}
