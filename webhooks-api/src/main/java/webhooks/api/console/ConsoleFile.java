package webhooks.api.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the console, as browsers load it.
 *
 * @param name its path below the console's directory
 * @param compressed the content, compressed by gzip
 */
record ConsoleFile(String name, byte[] content, byte[] compressed) {
  private static final String TEXT = "text/plain; charset=utf-8";

  /**
   * The media types of all files by the ending of their name. Other files are not served. The
   * programs that receivers run are text, also in a language that browsers run.
   */
  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "html", "text/html; charset=utf-8",
          "java", TEXT,
          "mjs", TEXT,
          "py", TEXT,
          "sh", TEXT,
          "go", TEXT,
          "cs", TEXT);

  /** Compresses the content. */
  static ConsoleFile of(String name, byte[] content) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ConsoleFile(name, content, compressed.toByteArray());
  }

  /** Returns the media type, by the ending of the name. */
  Optional<String> type() {
    return Optional.ofNullable(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
  }

  /** Returns a hash of the names and contents of these files, which depends on their order. */
  static String hash(Collection<ConsoleFile> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (ConsoleFile file : files) {
        digest.update(file.name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(MessageDigest.getInstance("SHA-256").digest(file.content));
      }
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(digest.digest())
          .substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
