package webhooks.domain.settings;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import webhooks.settings.LogFormat;
import webhooks.settings.ReadSetting;
import webhooks.settings.SettingReader;
import webhooks.settings.SettingSource;
import webhooks.settings.UnusedSettings;

/**
 * Lists the settings of this node with their values and origins, for the product's operators. The
 * launcher's {@code --show-config} lists the same before a start.
 */
public final class SettingList {
  private SettingList() {}

  /**
   * Reads all settings, in the order of their names. The server's and the broker's settings are
   * listed without their defaults, which are not known here, unless the launcher has read them.
   */
  public static List<ReadSetting> read() {
    Config config = ConfigProvider.getConfig();
    return read(
        List.of(
            SettingSource.properties(System::getProperty),
            SettingSource.environment(System::getenv),
            new SettingSource(
                key -> config.getOptionalValue(key, String.class).orElse(null),
                key -> "configuration of the server")),
        System.getProperty(ReadSetting.OF_LAUNCHER, ""));
  }

  /**
   * Reads all settings of these sources.
   *
   * @param ofLauncher the lines of the settings that the launcher has read
   */
  static List<ReadSetting> read(List<SettingSource> sources, String ofLauncher) {
    Map<String, ReadSetting> found = new TreeMap<>();
    SettingReader reader = SettingReader.observed(sources, setting -> add(found, setting));
    LogFormat.read(reader);
    Settings.read(reader);
    UnusedSettings.ofOthers().forEach(reader::text);
    Map<String, ReadSetting> launched = new TreeMap<>();
    ofLauncher.lines().map(ReadSetting::parse).forEach(setting -> add(launched, setting));
    // The launcher passes some on as system properties, which would look like their origin.
    found.putAll(launched);
    return List.copyOf(found.values());
  }

  /** Keeps the first value of a setting that is read again, perhaps without its default. */
  private static void add(Map<String, ReadSetting> found, ReadSetting setting) {
    found.merge(setting.key(), setting, (before, now) -> before.value().isPresent() ? before : now);
  }
}
