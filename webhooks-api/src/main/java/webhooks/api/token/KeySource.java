package webhooks.api.token;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import webhooks.domain.settings.ServiceUrl;
import webhooks.domain.settings.Settings;
import webhooks.settings.InvalidSetting;
import webhooks.settings.tls.EllipticTls;

/** Reads the document with the issuer's public keys from a setting, a file or a URL. */
@FunctionalInterface
interface KeySource {
  /** More than any real key set has. */
  int MAX_BYTES = 512 * 1024;

  /** The name of the setting with the location of the keys. */
  String LOCATION = "mp.jwt.verify.publickey.location";

  /**
   * The maximum wait for the connection, for each part of the answer, and for the whole document.
   */
  Duration TIMEOUT = Duration.ofSeconds(3);

  /**
   * Returns the current key document.
   *
   * @throws IOException if it cannot be read, is too large, or arrives too slowly
   */
  String read() throws IOException;

  /**
   * Returns the source that the settings name, if any. Parses an inline key, but opens no file and
   * no connection: the URL may be served by this server, which is still starting.
   *
   * @throws InvalidSetting if the key or its location is not valid
   */
  static Optional<KeySource> of(Settings.Token settings) {
    if (settings.publicKey().isPresent()) {
      return settings.publicKey().map(KeySource::inline);
    }
    return settings.publicKeyLocation().map(KeySource::at);
  }

  private static KeySource inline(String text) {
    try {
      PublicKeyParser.parse(text);
    } catch (ParseException e) {
      throw new InvalidSetting("mp.jwt.verify.publickey", e.getMessage());
    }
    return () -> text;
  }

  private static KeySource at(String location) {
    try {
      String scheme = location.replaceFirst(":.*", "").toLowerCase(Locale.ROOT);
      if (scheme.equals("http") || scheme.equals("https")) {
        URI uri = URI.create(location);
        uri.toURL();
        if (!ServiceUrl.isSecure(uri)) {
          throw new InvalidSetting(LOCATION, "must be an https URL (http on this machine only)");
        }
        return () -> fetch(uri);
      }
      Path file = scheme.equals("file") ? Path.of(URI.create(location)) : Path.of(location);
      return () -> text(Files.newInputStream(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidSetting(LOCATION, "must be an https URL or a file");
    }
  }

  private static String fetch(URI uri) throws IOException {
    HttpURLConnection connection = EllipticTls.open(uri.toURL());
    connection.setConnectTimeout((int) TIMEOUT.toMillis());
    connection.setReadTimeout((int) TIMEOUT.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("Accept", "application/jwk-set+json, application/json, */*");
    try {
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException(
            "the key server answered with status " + connection.getResponseCode());
      }
      return text(connection.getInputStream());
    } finally {
      connection.disconnect();
    }
  }

  private static String text(InputStream in) throws IOException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try (in) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        text.write(buffer, 0, n);
        if (text.size() > MAX_BYTES || System.nanoTime() > end) {
          throw new IOException("the key document is too large or arrives too slowly");
        }
      }
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}
