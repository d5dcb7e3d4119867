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
import webhooks.domain.settings.Settings;
import webhooks.settings.InvalidSetting;

/** Where the issuer's public keys are read from. */
@FunctionalInterface
interface KeySource {
  /** More than any real key set has. */
  int LIMIT = 512 * 1024;

  Duration TIMEOUT = Duration.ofSeconds(3);

  /** Returns the text of the keys as it is now. */
  String read() throws IOException;

  /**
   * Returns the source that the settings name, if they name one; reads nothing but the inline key.
   *
   * @throws InvalidSetting if a setting can't ever be read
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
        return () -> fetch(uri);
      }
      Path file = scheme.equals("file") ? Path.of(URI.create(location)) : Path.of(location);
      return () -> text(Files.newInputStream(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidSetting(
          "mp.jwt.verify.publickey.location", "must be an http or https URL, or a file");
    }
  }

  private static String fetch(URI uri) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout((int) TIMEOUT.toMillis());
    connection.setReadTimeout((int) TIMEOUT.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("Accept", "application/jwk-set+json, application/json, */*");
    try {
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException("the key server answered " + connection.getResponseCode());
      }
      return text(connection.getInputStream());
    } finally {
      connection.disconnect();
    }
  }

  private static String text(InputStream from) throws IOException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    byte[] part = new byte[8192];
    try (from) {
      for (int n = from.read(part); n >= 0; n = from.read(part)) {
        text.write(part, 0, n);
        if (text.size() > LIMIT || System.nanoTime() > end) {
          throw new IOException("the key document is too large or comes too slowly");
        }
      }
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}
