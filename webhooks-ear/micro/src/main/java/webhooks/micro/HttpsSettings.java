package webhooks.micro;

import java.nio.file.Path;
import java.util.Optional;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * The port, certificate and key of the HTTPS listener, which is off by default.
 *
 * @param port {@code webhooks.https.port}
 * @param certificate {@code webhooks.https.certificate}: PEM, the certificate first, then its chain
 * @param key {@code webhooks.https.key}: PEM, PKCS 8
 */
record HttpsSettings(int port, Path certificate, Path key) {
  static final String PORT = "webhooks.https.port";
  static final String CERTIFICATE = "webhooks.https.certificate";
  static final String KEY = "webhooks.https.key";

  /**
   * Reads the settings; empty if HTTPS is off.
   *
   * @param http whether callers can come without HTTPS
   */
  static Optional<HttpsSettings> read(SettingReader reader, boolean http) {
    Optional<Integer> port = reader.port(PORT);
    Optional<Path> certificate = reader.path(CERTIFICATE);
    Optional<Path> key = reader.path(KEY);
    if (port.isEmpty() && certificate.isEmpty() && key.isEmpty()) {
      if (!http) {
        throw new InvalidSetting(HttpSettings.PORT, "can be off only with HTTPS: set " + PORT);
      }
      return Optional.empty();
    }
    return Optional.of(
        new HttpsSettings(
            required(PORT, port),
            required(CERTIFICATE, certificate).toAbsolutePath(),
            required(KEY, key).toAbsolutePath()));
  }

  /** Refuses a port that is in use, before the server's long start. */
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
