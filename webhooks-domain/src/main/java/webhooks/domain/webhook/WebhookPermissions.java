package webhooks.domain.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import webhooks.domain.access.AccessControl;
import webhooks.domain.access.Caller;
import webhooks.domain.id.Ids;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.WebhookScope;

/**
 * Decides whether a caller may maintain the webhooks of an account or an iTwin.
 *
 * <p>A check has two steps. Outside a transaction, its preparation asks the remote access control.
 * In the transaction, the supplier returns that answer, or reads the local directory.
 */
@ApplicationScoped
class WebhookPermissions {
  private final AccessControl accessControl;
  private final Settings settings;

  /** Creates the bean, for the container. */
  protected WebhookPermissions() {
    this(null, null);
  }

  @Inject
  WebhookPermissions(AccessControl accessControl, Settings settings) {
    this.accessControl = accessControl;
    this.settings = settings;
  }

  /**
   * Prepares the check whether the caller may maintain webhooks of the account or iTwin.
   *
   * @throws webhooks.domain.error.Refusal {@code ServiceUnavailable} if the remote access control
   *     gives no answer
   */
  BooleanSupplier permissionToMaintain(Caller caller, WebhookScope scope, String scopeId) {
    return switch (scope) {
      case ITWIN -> accessControl.permissionToMaintain(caller, UUID.fromString(scopeId));
      case ACCOUNT -> permissionToMaintainAccount(caller, scopeId);
    };
  }

  /**
   * Returns whether the caller is a user who administers the organization that owns the webhook's
   * iTwin. Such a user may read and deactivate all webhooks of the iTwin.
   */
  boolean maySupervise(Caller caller, Webhook webhook) {
    return !caller.serviceApplication()
        && webhook.scope() == WebhookScope.ITWIN
        && !webhook.isDeleted()
        && accessControl.administersOwner(caller, UUID.fromString(webhook.scopeId()));
  }

  /** Prepares the check of an account, which is itself an iTwin with the same id. */
  private BooleanSupplier permissionToMaintainAccount(Caller caller, String account) {
    if (!caller.isIn(account)) {
      return () -> false;
    }
    if (!settings.accountScopeNeedsMaintainer() || caller.administers(account)) {
      return () -> true;
    }
    return Ids.parse(account)
        .map(id -> accessControl.permissionToMaintain(caller, id))
        .orElse(() -> false);
  }
}
