package webhooks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import webhooks.settings.InvalidSetting;

class InvalidSettingFilterTest {
  private final InvalidSettingFilter filter = new InvalidSettingFilter();

  @Test
  void suppressesRecordsAboutAnInvalidSetting() {
    String message = "Setting x must be y.";
    LogRecord wrapped = record("Exception while loading the app");
    wrapped.setThrown(new IllegalStateException(new InvalidSetting("x", "must be y")));

    assertThat(filter.isLoggable(record("before"))).isTrue();
    assertThat(filter.isLoggable(wrapped)).isFalse();
    assertThat(InvalidSettingFilter.first()).contains(message);
    assertThat(filter.isLoggable(record("Repeated: " + message))).isFalse();
    assertThat(filter.isLoggable(record("other"))).isTrue();
  }

  private static LogRecord record(String message) {
    return new LogRecord(Level.SEVERE, message);
  }
}
