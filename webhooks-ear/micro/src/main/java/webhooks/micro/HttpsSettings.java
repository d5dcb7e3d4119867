package webhooks.micro;

import java.util.Optional;
import webhooks.settings.InvalidSetting;
import webhooks.settings.Listener;
import webhooks.settings.SettingReader;
import webhooks.settings.tls.ServerCertificate;

/**
 * The port and certificate of the HTTPS listener, which is off by default.
 *
 * @param port {@code webhooks.https.port}
 * @param certificate {@code webhooks.https.certificate|key}
 */
record HttpsSettings(int port, ServerCertificate certificate) {
  private static final String HTTPS = "webhooks.https";
  static final String PORT = HTTPS + ".port";

  /**
   * Reads the settings; empty if HTTPS is off.
   *
   * @param http whether callers can come without HTTPS
   */
  static Optional<HttpsSettings> read(SettingReader reader, boolean http) {
    Optional<Integer> port = reader.port(PORT);
    Optional<ServerCertificate> certificate = ServerCertificate.read(reader, HTTPS);
    if (port.isEmpty() && certificate.isEmpty()) {
      if (!http) {
        throw new InvalidSetting(HttpSettings.PORT, "can be off only with HTTPS: set " + PORT);
      }
      return Optional.empty();
    }
    return Optional.of(
        new HttpsSettings(required(PORT, port), required(HTTPS + ".certificate", certificate)));
  }

  /** Returns the listener for callers with TLS. */
  Listener listener(String address) {
    return new Listener(PORT, "https://" + address + ":" + port, address, port);
  }

  private static <T> T required(String key, Optional<T> value) {
    return value.orElseThrow(
        () ->
            new InvalidSetting(
                key, "must be set too: HTTPS needs a port, a certificate and its key"));
  }
}
