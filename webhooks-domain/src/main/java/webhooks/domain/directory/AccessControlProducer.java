package webhooks.domain.directory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import webhooks.domain.access.AccessControl;
import webhooks.domain.access.remote.RemoteAccessControl;
import webhooks.domain.settings.Settings;

/**
 * Produces the access control that the settings choose: the local directory, or the remote service.
 */
@ApplicationScoped
class AccessControlProducer {
  @Produces
  @Singleton
  AccessControl accessControl(Settings settings, Clock clock, ITwinDirectory iTwins) {
    return settings
        .remoteAccessControl()
        .<AccessControl>map(url -> new RemoteAccessControl(url, clock))
        .orElseGet(() -> new LocalAccessControl(iTwins));
  }
}
