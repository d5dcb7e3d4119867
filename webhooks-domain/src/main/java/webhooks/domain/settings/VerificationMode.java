package webhooks.domain.settings;

import java.util.Locale;
import webhooks.settings.SettingReader;

/** Whether owners prove that they control the receivers of their webhooks. */
public enum VerificationMode {
  /** {@code off}, the default: the product asks no receiver for a proof. */
  OFF,
  /** {@code optional}: owners can prove it, and need not. */
  OPTIONAL,
  /** {@code required}: without a proof no webhook becomes active, and no active one gets a URL. */
  REQUIRED;

  /** The name of the setting. */
  public static final String KEY = "webhooks.verification";

  static VerificationMode read(SettingReader reader) {
    return switch (reader.oneOf(KEY, "off", "optional", "required")) {
      case "optional" -> OPTIONAL;
      case "required" -> REQUIRED;
      default -> OFF;
    };
  }

  /** Returns the value of the setting. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
