package webhooks.domain.access;

import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Decides whether a caller may maintain webhooks of an iTwin: a service application needs the
 * permission on it, an Organization Administrator must belong to the account that owns it. Nobody
 * may maintain webhooks of an unknown iTwin.
 */
public interface AccessControl {
  /** The permission to create and change webhooks of an iTwin. */
  String WEBHOOKS_MAINTAINER = "webhooks_maintainer";

  /**
   * Prepares the check whether the caller may maintain webhooks of the iTwin.
   *
   * <p>Call this outside a transaction, because a request to another service can take seconds. The
   * transaction that depends on the answer evaluates the result: a local directory reads the
   * permission only then, after any change that revokes it.
   *
   * @throws webhooks.domain.error.Refusal {@code ServiceUnavailable} if the other service gives no
   *     answer
   */
  BooleanSupplier permissionToMaintain(Caller caller, UUID iTwin);

  /**
   * Returns whether the caller administers the organization that owns the iTwin, and so may read
   * and deactivate all webhooks of the iTwin. Remote access control returns false, because only the
   * local directory knows the owners of all iTwins.
   */
  boolean administersOwner(Caller caller, UUID iTwin);
}
