package webhooks.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import webhooks.settings.InvalidSetting;
import webhooks.settings.LogFormat;
import webhooks.settings.SettingReader;
import webhooks.settings.StartCheck;

/** The checks of the settings that the launcher itself reads. */
final class LauncherChecks {
  private LauncherChecks() {}

  static List<StartCheck> all() {
    return List.of(new Listeners(), new Data());
  }

  /** Checks the addresses and the certificate for callers. */
  private static final class Listeners implements StartCheck {
    @Override
    public Subject subject() {
      return Subject.LISTENERS;
    }

    @Override
    public void readSettings(SettingReader reader) {
      HttpsSettings.read(reader, HttpSettings.read(reader).port().isPresent());
      LogFormat.read(reader);
    }

    @Override
    public String check(Context start) {
      HttpSettings http = HttpSettings.read(start.settings());
      Optional<HttpsSettings> https = HttpsSettings.read(start.settings(), http.port().isPresent());
      if (!HttpSettings.isFree(http.address(), 0)) {
        throw new InvalidSetting(HttpSettings.ADDRESS, "must be an address of this machine");
      }
      List<String> found = new ArrayList<>();
      http.port().ifPresent(port -> found.add(listener("http", http.address(), port)));
      https.ifPresent(
          secure ->
              found.add(
                  listener("https", http.address(), secure.port())
                      + ", certificate valid until "
                      + secure.certificate().check()));
      return String.join("; ", found);
    }

    /** A port that another process has is no fault: it may be the node to be replaced. */
    private static String listener(String scheme, String address, int port) {
      String url = scheme + "://" + address + ":" + port;
      return HttpSettings.isFree(address, port) ? url : url + ", in use now";
    }
  }

  /** Checks the data directory. */
  private static final class Data implements StartCheck {
    @Override
    public Subject subject() {
      return Subject.DATA_DIRECTORY;
    }

    @Override
    public void readSettings(SettingReader reader) {
      DatabaseSettings.read(reader, DataDirectory.path(reader));
      reader.text(DatabaseSettings.USER);
      reader.text(DatabaseSettings.PASSWORD);
    }

    @Override
    public String check(Context start) {
      return DataDirectory.check(start.settings());
    }
  }
}
