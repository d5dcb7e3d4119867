package webhooks.domain.settings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import webhooks.settings.SettingReader;

/** Reads the settings from MicroProfile Config and produces them for injection. */
@ApplicationScoped
class SettingsProducer {
  @Produces
  @Singleton
  Settings settings() {
    Config config = ConfigProvider.getConfig();
    return Settings.read(
        new SettingReader(List.of(key -> config.getOptionalValue(key, String.class).orElse(null))));
  }
}
