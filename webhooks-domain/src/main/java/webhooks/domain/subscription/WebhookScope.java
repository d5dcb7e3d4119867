package webhooks.domain.subscription;

import java.util.Arrays;
import java.util.Optional;

/** What a webhook listens to: everything in an account, or what happens directly in one iTwin. */
public enum WebhookScope {
  /** The account of the service application that created the webhook. */
  ACCOUNT("Account"),
  /** One iTwin, not its children. */
  ITWIN("iTwin");

  private final String text;

  WebhookScope(String text) {
    this.text = text;
  }

  /** Returns the scope as it is written on the wire and in the database. */
  public String text() {
    return text;
  }

  /** Returns the scope of this text, if there is one; upper and lower case differ. */
  public static Optional<WebhookScope> of(String text) {
    return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
  }
}
