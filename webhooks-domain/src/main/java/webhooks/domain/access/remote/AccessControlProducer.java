package webhooks.domain.access.remote;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import webhooks.domain.access.AccessControl;
import webhooks.domain.access.ITwins;
import webhooks.domain.settings.Settings;

/** Gives the access control that the settings choose: the directory kept here, or the remote. */
@ApplicationScoped
class AccessControlProducer {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @Produces
  @Singleton
  AccessControl accessControl(Settings settings, Clock clock, ITwins iTwins) {
    return settings
        .remoteAccessControl()
        .<AccessControl>map(url -> new RemoteAccessControl(new ITwinPlatform(url), TIMEOUT, clock))
        .orElse((caller, iTwin) -> () -> iTwins.mayMaintain(caller, iTwin));
  }
}
