package webhooks.domain.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of a node in a test, with values that the product would not read. */
public final class NodeSettings {
  /** An encryption key: 32 bytes in Base64. */
  public static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

  private NodeSettings() {}

  /** Returns settings with a key and these settings of deliveries. */
  public static Settings of(DeliverySettings delivery) {
    return of(delivery, Optional.empty());
  }

  /** Returns settings with a key, these settings of deliveries and these of the export of spans. */
  public static Settings of(DeliverySettings delivery, Optional<TraceSettings> traces) {
    return new Settings(
        Path.of("."),
        List.of(),
        Optional.empty(),
        false,
        Optional.empty(),
        10_000,
        5000,
        Duration.ofDays(14),
        Duration.ofDays(2),
        Optional.empty(),
        Duration.ofDays(365),
        MigrationMode.AT_START,
        LoggedAttempts.FAILED,
        100_000,
        VerificationMode.OFF,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        traces,
        null,
        delivery,
        OptionSettings.LARGEST,
        new Settings.Encryption(Optional.of(KEY), List.of()));
  }
}
