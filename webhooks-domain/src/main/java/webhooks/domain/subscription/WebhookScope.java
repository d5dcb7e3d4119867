package webhooks.domain.subscription;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** The scope of a webhook: all events of an account, or the events of one iTwin. */
public enum WebhookScope {
  /** The account of the service application that created the webhook. */
  ACCOUNT("Account"),
  /** One iTwin, without its children. */
  ITWIN("iTwin");

  private final String text;

  WebhookScope(String text) {
    this.text = text;
  }

  /** Returns the name of the scope in the API and in the database. */
  public String text() {
    return text;
  }

  /** Returns the scope with this name, if there is one. Case matters. */
  public static Optional<WebhookScope> of(String text) {
    return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
  }

  /**
   * Returns whether an event is of the account, or exactly of the iTwin, that a webhook has as its
   * scope.
   *
   * @param id the id of the account or the iTwin
   * @param accountId the account of the event
   * @param iTwinId the iTwin of the event; empty if it belongs to the account alone
   */
  public boolean includes(String id, String accountId, Optional<UUID> iTwinId) {
    return switch (this) {
      case ACCOUNT -> id.equals(accountId);
      case ITWIN -> iTwinId.map(UUID::toString).filter(id::equals).isPresent();
    };
  }
}
