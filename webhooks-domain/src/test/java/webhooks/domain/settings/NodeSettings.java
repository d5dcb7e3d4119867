package webhooks.domain.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of a node in a test, as if they had been read. */
public final class NodeSettings {
  /** A key to encrypt with: 32 bytes in base64. */
  public static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

  private NodeSettings() {}

  /** Returns the settings of a node that delivers like this, and has a key. */
  public static Settings of(Settings.Delivery delivery) {
    return new Settings(
        Path.of("."),
        List.of(),
        false,
        Optional.empty(),
        5000,
        Duration.ofDays(14),
        null,
        delivery,
        new Settings.Encryption(Optional.of(KEY), List.of()));
  }
}
