package webhooks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The warning about a process that goes on without memory. */
class MemoryExitTest {
  @Test
  void warnsWithoutTheOptionOnly() {
    assertThat(MemoryExit.warning(option -> "true")).isEmpty();
    assertThat(MemoryExit.warning(option -> "false").orElseThrow())
        .contains("-XX:+ExitOnOutOfMemoryError");
  }

  @Test
  void readsTheOptionOfThisProcess() {
    boolean given =
        ManagementFactory.getRuntimeMXBean()
            .getInputArguments()
            .contains("-XX:+" + MemoryExit.OPTION);

    assertThat(MemoryExit.warning().isEmpty()).isEqualTo(given);
  }

  @Test
  void saysNothingOnJavaWithoutSuchAnOption() {
    assertThat(
            MemoryExit.warning(
                option -> {
                  throw new IllegalArgumentException(option);
                }))
        .isEmpty();
  }
}
