package webhooks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class PayaraStopTest {
  private static final String EXECUTOR =
      "org.glassfish.enterprise.concurrent.internal.ManagedScheduledThreadPoolExecutor";
  private static final String UPKEEP = "java:app/concurrent/webhooks-upkeep-managedThreadFactory";

  @Test
  void omitsOnlyTheResourcesOnStandardOutput() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    PrintStream out =
        PayaraStop.withoutResources(new PrintStream(written, true, StandardCharsets.UTF_8));

    out.println("JdbcRuntimeExtension,  getAllSystemRAResourcesAndPools = [a, b]");
    out.println("JdbcRuntimeExtension failed");
    out.println((String) null);

    assertThat(written.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("JdbcRuntimeExtension failed", "null");
  }

  @Test
  void omitsOnlyFailuresBeforeCancelledTask() {
    assertThat(PayaraStop.isOfCancelledTask(failure(UPKEEP, "beforeExecute"))).isTrue();
    assertThat(PayaraStop.isOfCancelledTask(failure(UPKEEP, "afterExecute"))).isFalse();
    assertThat(PayaraStop.isOfCancelledTask(failure("another", "beforeExecute"))).isFalse();
    assertThat(PayaraStop.isOfCancelledTask(new LogRecord(Level.SEVERE, UPKEEP))).isFalse();
  }

  private static LogRecord failure(String message, String method) {
    Exception thrown = new IllegalStateException();
    thrown.setStackTrace(new StackTraceElement[] {new StackTraceElement(EXECUTOR, method, "", 1)});
    LogRecord record = new LogRecord(Level.SEVERE, message);
    record.setThrown(thrown);
    return record;
  }
}
