package webhooks.domain.directory;

import java.util.UUID;
import java.util.function.BooleanSupplier;
import webhooks.domain.access.AccessControl;
import webhooks.domain.access.Caller;

/** Reads permissions from the local directory of iTwins. */
record LocalAccessControl(ITwinDirectory iTwins) implements AccessControl {
  @Override
  public BooleanSupplier permissionToMaintain(Caller caller, UUID iTwin) {
    return () -> iTwins.mayMaintain(caller, iTwin);
  }

  @Override
  public boolean administersOwner(Caller caller, UUID iTwin) {
    return iTwins.administersOwner(caller, iTwin);
  }
}
