package webhooks.micro;

import java.nio.file.Path;
import java.util.Optional;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * Where the server listens for HTTPS, if it does.
 *
 * @param port {@code webhooks.https.port}
 * @param certificate {@code webhooks.https.certificate}: PEM, followed by those that vouch for it
 * @param key {@code webhooks.https.key}: PEM, PKCS 8
 */
record HttpsSettings(int port, Path certificate, Path key) {
  static final String PORT = "webhooks.https.port";
  static final String CERTIFICATE = "webhooks.https.certificate";
  static final String KEY = "webhooks.https.key";

  static Optional<HttpsSettings> read(SettingReader reader) {
    Optional<Integer> port = reader.port(PORT);
    Optional<Path> certificate = reader.path(CERTIFICATE);
    Optional<Path> key = reader.path(KEY);
    if (port.isEmpty() && certificate.isEmpty() && key.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new HttpsSettings(
            required(PORT, port),
            required(CERTIFICATE, certificate).toAbsolutePath(),
            required(KEY, key).toAbsolutePath()));
  }

  /** Refuses a port that can't be listened at now. */
  void refuseIfTaken(String address) {
    if (!HttpSettings.isFree(address, port)) {
      throw new InvalidSetting(PORT, "names a port that is in use");
    }
  }

  private static <T> T required(String key, Optional<T> value) {
    return value.orElseThrow(
        () ->
            new InvalidSetting(
                key, "must be set too: HTTPS needs a port, a certificate and its key"));
  }
}
