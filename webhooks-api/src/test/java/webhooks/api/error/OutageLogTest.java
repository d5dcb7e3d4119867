package webhooks.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutageLogTest {
  private final List<String> lines = new ArrayList<>();
  private long now = Long.MAX_VALUE - 1;
  private final OutageLog log = new OutageLog(() -> now, lines::add);

  @Test
  void writesOneLineInTenSeconds() {
    for (int i = 0; i < 1000; i++) {
      log.add("refused");
    }
    assertThat(lines).containsExactly("The database is unavailable: refused");

    now += Duration.ofSeconds(10).toNanos();
    log.add("closed");
    log.add("closed");

    assertThat(lines)
        .element(1)
        .isEqualTo(
            "The database is unavailable: closed (and 999 more requests since the last such line)");
    assertThat(lines).hasSize(2);
  }
}
