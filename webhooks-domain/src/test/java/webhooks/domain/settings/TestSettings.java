package webhooks.domain.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import webhooks.settings.SettingReader;

/** Settings of a test, read as the product reads them. */
public final class TestSettings {
  private TestSettings() {}

  /** Reads settings with these keys and values; all others have their defaults. */
  public static Settings with(String... keysAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return Settings.read(new SettingReader(List.of(values::get)));
  }
}
