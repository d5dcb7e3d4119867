package webhooks.settings;

/** Reports a setting whose value is not valid. At a start, it ends the start. */
public final class InvalidSetting extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param key the name of the setting
   * @param rule what the value must be; never the value itself, which may be a secret
   */
  public InvalidSetting(String key, String rule) {
    super("Setting " + key + " " + rule + ".");
  }
}
