package webhooks.micro;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

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

  static Optional<HttpsSettings> read(SettingSource source) {
    if (source.text(PORT).or(() -> source.text(CERTIFICATE)).or(() -> source.text(KEY)).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new HttpsSettings(
            HttpSettings.port(PORT, required(source, PORT)),
            path(CERTIFICATE, required(source, CERTIFICATE)),
            path(KEY, required(source, KEY))));
  }

  /** Refuses a port that can't be listened at now. */
  void refuseIfTaken(String address) {
    if (!HttpSettings.isFree(address, port)) {
      throw new InvalidSetting(PORT, "names a port that is in use");
    }
  }

  private static String required(SettingSource source, String key) {
    return source
        .text(key)
        .orElseThrow(
            () ->
                new InvalidSetting(
                    key, "must be set too: HTTPS needs a port, a certificate and its key"));
  }

  private static Path path(String key, String text) {
    try {
      return Path.of(text).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new InvalidSetting(key, "must be a path");
    }
  }
}
