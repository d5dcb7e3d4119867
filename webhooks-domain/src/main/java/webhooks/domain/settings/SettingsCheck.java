package webhooks.domain.settings;

import webhooks.settings.SettingReader;
import webhooks.settings.command.StartCheck;

/** Checks the settings of the application. */
public final class SettingsCheck implements StartCheck {
  /** Creates the check, for {@link java.util.ServiceLoader}. */
  public SettingsCheck() {}

  @Override
  public Subject subject() {
    return Subject.SETTINGS;
  }

  @Override
  public void readSettings(SettingReader reader) {
    Settings.read(reader);
  }

  @Override
  public String check(Context start) {
    return Settings.read(start.settings())
        .token()
        .warning()
        .map(text -> "warning: " + text)
        .orElse("");
  }
}
