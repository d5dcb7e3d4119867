package webhooks.domain.directory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import webhooks.domain.access.AccessControl;
import webhooks.domain.access.remote.RemoteAccessControl;
import webhooks.domain.settings.Settings;
import webhooks.domain.task.ManagedTasks;

/**
 * Produces the access control that the settings choose: the local directory, or the remote service.
 */
@ApplicationScoped
class AccessControlProducer {
  @Produces
  @Singleton
  AccessControl accessControl(
      Settings settings, Clock clock, ITwinDirectory iTwins, ManagedTasks tasks) {
    return settings
        .remoteAccessControl()
        .<AccessControl>map(url -> RemoteAccessControl.of(url, clock, tasks))
        .orElseGet(() -> new LocalAccessControl(iTwins));
  }
}
