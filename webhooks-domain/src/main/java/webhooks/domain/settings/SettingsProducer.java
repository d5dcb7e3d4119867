package webhooks.domain.settings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Gives the settings to whoever injects them. */
@ApplicationScoped
class SettingsProducer {
  @Produces
  @Singleton
  Settings settings() {
    return Settings.read(ConfigProvider.getConfig());
  }
}
