package webhooks.domain.secret;

/**
 * A column that is stored encrypted, of a webhook's rows, or of the row of an erasure or an alert.
 */
public enum EncryptedColumn {
  /** The signing secret. */
  SECRET("secret"),
  /** The signing secret before the latest rotation. */
  PREVIOUS_SECRET("previous_secret"),
  /** The callback URL, whose query may hold credentials. */
  CALLBACK_URL("callback_url"),
  /** The options, which may hold credentials for the receiver. */
  OPTIONS("options"),
  /** The key of a certificate request, in a row of its own. */
  KEY_REQUEST("key_request"),
  /** The path and the value of an erasure, which may identify a person. */
  CRITERIA("criteria"),
  /** The settings that the webhook had for some time, with the callback URL. */
  SETTINGS("settings"),
  /** The address that an alert goes to, and the token of its unsubscribe link. */
  ALERT("alert");

  private final String text;

  EncryptedColumn(String text) {
    this.text = text;
  }

  /** Returns the name of the column. Each encrypted value is bound to it. */
  public String text() {
    return text;
  }
}
