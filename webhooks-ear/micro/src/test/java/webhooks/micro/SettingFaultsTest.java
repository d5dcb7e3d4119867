package webhooks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import webhooks.settings.InvalidSetting;

class SettingFaultsTest {
  private final SettingFaults faults = new SettingFaults();

  @Test
  void picksARefusedSettingOutOfTheLog() {
    String message = "Setting x must be y.";
    LogRecord wrapped = record("Exception while loading the app");
    wrapped.setThrown(new IllegalStateException(new InvalidSetting("x", "must be y")));

    assertThat(faults.isLoggable(record("before"))).isTrue();
    assertThat(faults.isLoggable(wrapped)).isFalse();
    assertThat(SettingFaults.first()).contains(message);
    assertThat(faults.isLoggable(record("Said again: " + message))).isFalse();
    assertThat(faults.isLoggable(record("other"))).isTrue();
  }

  private static LogRecord record(String message) {
    return new LogRecord(Level.SEVERE, message);
  }
}
