package webhooks.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of the product, as its build knows it. */
public final class ProductVersion {
  private ProductVersion() {}

  /** Returns the version, such as {@code 1.0.0}. */
  public static String text() {
    try (InputStream version = ProductVersion.class.getResourceAsStream("version.txt")) {
      return new String(version.readAllBytes(), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
