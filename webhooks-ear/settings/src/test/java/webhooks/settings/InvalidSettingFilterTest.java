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
  }

  /** The operator corrects one setting and deploys again, while the server keeps running. */
  @Test
  void logsAnotherInvalidSettingToo() {
    filter.isLoggable(failure("v"));
    LogRecord other = failure("z");

    assertThat(filter.isLoggable(other)).isTrue();
    assertThat(other.getMessage()).isEqualTo("Setting z must be y.");
    assertThat(filter.isLoggable(failure("z"))).isFalse();
  }

  private static LogRecord failure() {
    return failure("x");
  }

  private static LogRecord failure(String setting) {
    LogRecord wrapped = record("Exception while loading the app: {0}");
    wrapped.setParameters(new Object[] {"webhooks"});
    wrapped.setThrown(new IllegalStateException(new InvalidSetting(setting, "must be y")));
    return wrapped;
  }

  private static LogRecord record(String message) {
    return new LogRecord(Level.SEVERE, message);
  }
}
