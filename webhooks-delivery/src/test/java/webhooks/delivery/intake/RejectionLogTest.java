package webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import webhooks.delivery.intake.RejectionLog.Rejection;
import webhooks.domain.LoggedLines;
import webhooks.domain.settings.MutableClock;

class RejectionLogTest {
  private static final Rejection REJECTION = new Rejection("Because.", "ID:1", Optional.empty());
  private static final String LINE = "Event rejected to webhooks.events.invalid: Because. ID:1";

  private final MutableClock clock = new MutableClock();
  private final RejectionLog log = new RejectionLog(clock);

  @Test
  void leavesLinesOutAndSaysHowMany() {
    try (LoggedLines lines = LoggedLines.of(RejectionLog.class)) {
      log.add(Collections.nCopies(1000, REJECTION));
      assertThat(lines.at(Level.WARNING)).hasSize(20).containsOnly(LINE);

      clock.advance(Duration.ofSeconds(1));
      log.add(List.of(REJECTION));

      assertThat(lines.at(Level.WARNING).subList(20, 22))
          .containsExactly("980 more rejected events at 2026-10-02T14:55:00Z have no line", LINE);
    }
  }

  @Test
  void hasTheFailureBesideManyInvalidEvents() {
    RuntimeException failure = new IllegalStateException("injected");
    try (LoggedLines lines = LoggedLines.of(RejectionLog.class)) {
      log.add(Collections.nCopies(1000, REJECTION));
      log.add(List.of(new Rejection("Because.", "ID:1", Optional.of(failure))));

      assertThat(lines.text()).contains(LINE, "java.lang.IllegalStateException: injected");
    }
  }
}
