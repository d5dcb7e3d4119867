package webhooks.domain.settings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import webhooks.settings.InvalidSettingFilter;
import webhooks.settings.LogFormat;
import webhooks.settings.SettingReader;
import webhooks.settings.UnusedSettings;

/** Reads the settings from MicroProfile Config and produces them for injection. */
@ApplicationScoped
class SettingsProducer {
  private static final Logger LOG = Logger.getLogger(SettingsProducer.class.getName());

  @Produces
  @Singleton
  Settings settings() {
    InvalidSettingFilter.install();
    Config config = ConfigProvider.getConfig();
    Set<String> read = new HashSet<>();
    SettingReader reader =
        new SettingReader(
            List.of(
                key -> {
                  read.add(key);
                  return config.getOptionalValue(key, String.class).orElse(null);
                }));
    LogFormat.read(reader).install();
    Settings settings = Settings.read(reader);
    warnOfUnused(read);
    return settings;
  }

  private static void warnOfUnused(Set<String> read) {
    Set<String> properties = System.getProperties().stringPropertyNames();
    for (String name : UnusedSettings.among(properties, System.getenv().keySet(), read)) {
      LOG.log(Level.WARNING, "Setting {0} has no effect: its name may be misspelt", name);
    }
  }
}
