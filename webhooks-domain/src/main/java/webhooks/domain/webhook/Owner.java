package webhooks.domain.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import webhooks.domain.access.Caller;

/**
 * The owner of a webhook: one service application in one account. With tokens of two accounts an
 * application has two separate sets of webhooks.
 */
@Embeddable
public class Owner {
  @Column(name = "client_id")
  private String clientId;

  @Column(name = "account_id")
  private String accountId;

  /** Creates an empty value, for JPA. */
  protected Owner() {}

  Owner(String clientId, String accountId) {
    this.clientId = clientId;
    this.accountId = accountId;
  }

  /** Returns an owner that includes no caller, for deleted webhooks. */
  static Owner nobody() {
    return new Owner("", "");
  }

  String clientId() {
    return clientId;
  }

  String accountId() {
    return accountId;
  }

  /**
   * Returns whether the caller acts as the owner: the service application itself, with a token of
   * the account, or an administrator of the account.
   */
  boolean includes(Caller caller) {
    return caller.serviceApplication()
        ? isClient(caller) && caller.isIn(accountId)
        : caller.administers(accountId);
  }

  /**
   * Returns whether the caller may deactivate and delete: the owner, or its service application
   * with a token without an account.
   */
  boolean isDeletableBy(Caller caller) {
    return includes(caller)
        || caller.serviceApplication() && caller.accountId().isEmpty() && isClient(caller);
  }

  private boolean isClient(Caller caller) {
    return caller.clientId().equals(clientId);
  }
}
