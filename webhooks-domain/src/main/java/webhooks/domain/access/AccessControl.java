package webhooks.domain.access;

import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Knows who may maintain webhooks of an iTwin: a service application that holds the permission on
 * it, or an Organization Administrator of the account that owns it. An unknown iTwin has no
 * maintainer.
 */
@FunctionalInterface
public interface AccessControl {
  /** The permission to create and change webhooks of an iTwin. */
  String WEBHOOKS_MAINTAINER = "webhooks_maintainer";

  /**
   * Asks whether the caller may maintain webhooks of the iTwin.
   *
   * <p>To be called before a transaction, never inside one: another service may have to be asked,
   * which takes seconds. The answer is to be read inside the transaction that relies on it, for
   * where permissions are kept here they are looked up only then, after any change that revokes
   * them.
   *
   * @throws webhooks.domain.error.Refusal {@code ServiceUnavailable} if it can't be known now
   */
  BooleanSupplier mayMaintain(Caller caller, UUID iTwin);
}
