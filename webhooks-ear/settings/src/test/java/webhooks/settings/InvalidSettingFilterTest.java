package webhooks.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class InvalidSettingFilterTest {
  private static final String MESSAGE = "Setting x must be y.";

  private final InvalidSettingFilter filter = new InvalidSettingFilter();

  @Test
  void logsAnInvalidSettingInOneLine() {
    LogRecord wrapped = failure();

    assertThat(filter.isLoggable(record("before"))).isTrue();
    assertThat(filter.isLoggable(wrapped)).isTrue();
    assertThat(wrapped.getMessage()).isEqualTo(MESSAGE);
    assertThat(wrapped.getThrown()).isNull();
    assertThat(filter.isLoggable(wrapped)).as("by another handler").isTrue();
    assertThat(filter.isLoggable(failure())).isFalse();
    assertThat(filter.isLoggable(record("Repeated: " + MESSAGE))).isFalse();
    LogRecord parameter = record("Failed: {0}");
    parameter.setParameters(new Object[] {"{cause => " + MESSAGE + "}"});
    assertThat(filter.isLoggable(parameter)).isFalse();
    assertThat(filter.isLoggable(record("other"))).isTrue();
    assertThat(InvalidSettingFilter.first()).contains(MESSAGE);
  }

  private static LogRecord failure() {
    LogRecord wrapped = record("Exception while loading the app: {0}");
    wrapped.setParameters(new Object[] {"webhooks"});
    wrapped.setThrown(new IllegalStateException(new InvalidSetting("x", "must be y")));
    return wrapped;
  }

  private static LogRecord record(String message) {
    return new LogRecord(Level.SEVERE, message);
  }
}
