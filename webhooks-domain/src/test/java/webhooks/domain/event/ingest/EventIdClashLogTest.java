package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.LoggedLines;

class EventIdClashLogTest {
  private long now = Long.MAX_VALUE - 1;
  private final EventIdClashLog log = new EventIdClashLog(() -> now);

  @Test
  void writesOneLineInTenSeconds() {
    UUID first = UUID.randomUUID();
    UUID next = UUID.randomUUID();
    try (LoggedLines lines = LoggedLines.of(EventIdClashLog.class)) {
      log.clashed(new EventIdsClashed(Set.of(first)));
      for (int i = 0; i < 500; i++) {
        log.clashed(new EventIdsClashed(Set.of(UUID.randomUUID(), UUID.randomUUID())));
      }
      now += Duration.ofSeconds(10).toNanos();
      log.clashed(new EventIdsClashed(Set.of(next)));
      log.clashed(new EventIdsClashed(Set.of(UUID.randomUUID())));

      assertThat(lines.all())
          .containsExactly(
              line(first), line(next) + " (and 1000 more events since the last such line)");
    }
  }

  private static String line(UUID id) {
    return "Event "
        + id
        + " is dropped: another account's event has the same id. Ids are global, so producers must"
        + " use random UUIDs";
  }
}
