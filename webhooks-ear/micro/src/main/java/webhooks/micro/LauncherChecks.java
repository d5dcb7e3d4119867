package webhooks.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import webhooks.settings.LogFormat;
import webhooks.settings.SettingReader;
import webhooks.settings.command.StartCheck;

/** The checks of the settings that the launcher itself reads. */
final class LauncherChecks {
  private LauncherChecks() {}

  static List<StartCheck> all() {
    return List.of(new Listeners(), new Data());
  }

  /** Checks the addresses and the certificate for callers. Also reads the format of the log. */
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
      http.refuseForeignAddress();
      List<String> found = new ArrayList<>();
      http.listener().ifPresent(listener -> found.add(listener.check(start.nodeRuns())));
      https.ifPresent(
          secure ->
              found.add(
                  secure.listener(http.address()).check(start.nodeRuns())
                      + ", certificate valid until "
                      + secure.certificate().check()));
      return String.join("; ", found);
    }
  }

  /** Checks the data directory, and reads the settings of the database, whose default is in it. */
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
