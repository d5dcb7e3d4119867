package webhooks.domain.address;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import webhooks.domain.settings.Settings;

/** Produces the guard for injection. */
@ApplicationScoped
class HostGuardProducer {
  @Inject private Settings settings;

  @Produces
  @Singleton
  HostGuard hostGuard() {
    return new HostGuard(
        new AddressPolicy(settings.delivery().allowedNetworks()), NameResolver.system());
  }
}
