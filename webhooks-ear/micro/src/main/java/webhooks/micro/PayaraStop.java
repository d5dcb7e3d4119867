package webhooks.micro;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Omits two known outputs of Payara's own stop; everything else is still written.
 *
 * <p>Payara prints its JDBC resources on standard output, without the format of the log. Its
 * scheduled executor keeps a cancelled task until the task's next time. If that comes after
 * Payara's services have stopped, the executor can't prepare a thread for the task, and logs this
 * as a severe failure.
 */
final class PayaraStop {
  private static final String RESOURCES =
      "JdbcRuntimeExtension,  getAllSystemRAResourcesAndPools = ";
  private static final String UPKEEP = "java:app/concurrent/webhooks-upkeep-managedThreadFactory";
  private static final String EXECUTOR =
      "org.glassfish.enterprise.concurrent.internal.ManagedScheduledThreadPoolExecutor";

  /** A constant keeps the logger: one that is garbage collected would lose its filter. */
  private static final Logger EXECUTORS = Logger.getLogger("org.glassfish.enterprise.concurrent");

  private PayaraStop() {}

  static void omitKnownOutput() {
    System.setOut(withoutResources(System.out));
    Filter before = EXECUTORS.getFilter();
    EXECUTORS.setFilter(
        record -> !isOfCancelledTask(record) && (before == null || before.isLoggable(record)));
  }

  static PrintStream withoutResources(PrintStream out) {
    return new PrintStream(out, true) {
      @Override
      public void println(String line) {
        if (line == null || !line.startsWith(RESOURCES)) {
          super.println(line);
        }
      }
    };
  }

  /** A failure of the task itself has no such frame: the executor calls this before each task. */
  static boolean isOfCancelledTask(LogRecord record) {
    return UPKEEP.equals(record.getMessage())
        && record.getThrown() != null
        && Arrays.stream(record.getThrown().getStackTrace())
            .anyMatch(
                frame ->
                    frame.getClassName().equals(EXECUTOR)
                        && frame.getMethodName().equals("beforeExecute"));
  }
}
