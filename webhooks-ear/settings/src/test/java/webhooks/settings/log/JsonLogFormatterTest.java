package webhooks.settings.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.settings.LogFormat;

class JsonLogFormatterTest {
  private static final String ID = "0193f0c2-7d1e-7c3a-9d55-0f3b6f1f2a10";

  private final JsonLogFormatter formatter = new JsonLogFormatter();
  private final Logger attempts = Logger.getLogger("webhooks.attempts");

  @AfterEach
  void removeHandlers() {
    Arrays.stream(attempts.getHandlers()).forEach(attempts::removeHandler);
  }

  private static LogRecord record(String logger, String message, Object... parameters) {
    LogRecord record = new LogRecord(Level.WARNING, message);
    record.setLoggerName(logger);
    record.setInstant(Instant.parse("2026-10-02T14:55:00.463999Z"));
    record.setParameters(parameters);
    return record;
  }

  @Test
  void writesOneObjectInALine() {
    String line = formatter.format(record("webhooks.api.X", "\"{0}\"\n\\\t\u0001\u2028é", "a"));

    assertThat(line)
        .isEqualTo(
            "{\"time\":\"2026-10-02T14:55:00.463Z\",\"level\":\"WARNING\","
                + "\"logger\":\"webhooks.api.X\",\"thread\":\""
                + Thread.currentThread().getName()
                + "\",\"message\":\"\\\"a\\\"\\n\\\\\\t\\u0001\\u2028é\"}\n");
  }

  @Test
  void writesAnExceptionAsText() {
    LogRecord record = record("org.other", "failed");
    record.setThrown(new IllegalStateException("broken", new RuntimeException("cause")));

    assertThat(formatter.format(record))
        .contains("\"exception\":\"java.lang.IllegalStateException: broken\\n\\tat ")
        .contains("\\nCaused by: java.lang.RuntimeException: cause\\n\\t")
        .endsWith("\"}\n")
        .hasLineCount(1);
  }

  @Test
  void attemptsHaveFields() {
    String line =
        "attempt delivery=%s webhook=%s message=%s number=2 status=pending error=status retryInMs=51"
            .formatted(ID, ID, ID);

    assertThat(formatter.format(record("webhooks.attempts", line)))
        .contains("\"message\":\"" + line + "\",")
        .endsWith(
            "\"delivery\":\"%s\",\"webhook\":\"%s\",\"messageId\":\"%s\",\"attempt\":2,"
                    .formatted(ID, ID, ID)
                + "\"status\":\"pending\",\"error\":\"status\",\"retryInMs\":51}\n");
  }

  /** A field has one type in all lines of a log, whatever a caller sends. */
  @Test
  void refusedCallsHaveTextFieldsOnly() {
    assertThat(
            formatter.format(
                record("webhooks.access", "refused status=401 client=7 level=x path=/a")))
        .contains("\"level\":\"WARNING\"")
        .endsWith("\"status\":\"401\",\"client\":\"7\",\"path\":\"/a\"}\n");
  }

  @Test
  void otherMessagesHaveIdsOnly() {
    assertThat(formatter.format(record("webhooks.x", "Cancelled: webhook=" + ID + " reason=a")))
        .endsWith("\"webhook\":\"" + ID + "\"}\n");
    assertThat(formatter.format(record("org.other", "webhook=" + ID)))
        .endsWith("\"message\":\"webhook=" + ID + "\"}\n");
    assertThat(formatter.format(record(null, null))).endsWith("\"message\":\"null\"}\n");
  }

  @Test
  void formatsOnlyTheProductsLinesOfAServer() {
    Handler handler = new ConsoleHandler();
    handler.setFormatter(new SimpleFormatter());
    attempts.addHandler(handler);

    JsonLogFormatter.install();
    JsonLogFormatter.install();

    assertThat(handler.getFormatter().format(record("webhooks.x", "ours"))).startsWith("{\"time\"");
    assertThat(handler.getFormatter().format(record("webhooksish", "theirs")))
        .doesNotContain("{")
        .contains("theirs");
  }

  @Test
  void lineOfTheLauncherHasTheFormat() {
    assertThat(LogFormat.JSON.line(Level.INFO, "up"))
        .contains("\"level\":\"INFO\",\"logger\":\"webhooks\"")
        .contains("\"message\":\"up\"");
    assertThat(LogFormat.TEXT.line(Level.INFO, "up")).isEqualTo("up" + System.lineSeparator());
  }
}
