package webhooks.micro;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Warns if Java does not end this process at an {@link OutOfMemoryError}. The process would then go
 * on without the threads that the error ended. Neither a manifest nor a running process can set the
 * option.
 */
final class MemoryExit {
  static final String OPTION = "ExitOnOutOfMemoryError";

  private MemoryExit() {}

  /** Returns a warning if the process goes on. */
  static Optional<String> warning() {
    HotSpotDiagnosticMXBean java =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return java == null ? Optional.empty() : warning(option -> java.getVMOption(option).getValue());
  }

  /**
   * Returns a warning if the process goes on.
   *
   * @param options returns the value of an option; throws {@link IllegalArgumentException} if Java
   *     does not know it
   */
  static Optional<String> warning(UnaryOperator<String> options) {
    try {
      return Boolean.parseBoolean(options.apply(OPTION))
          ? Optional.empty()
          : Optional.of(
              ("This process goes on in part when its memory is used up. Start it with java"
                      + " -XX:+%s, and let a supervisor start it again.")
                  .formatted(OPTION));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
