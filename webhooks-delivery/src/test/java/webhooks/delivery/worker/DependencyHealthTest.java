package webhooks.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.LoggedLines;
import webhooks.domain.settings.MutableClock;

class DependencyHealthTest {
  private final MutableClock clock = new MutableClock();
  private final DependencyHealth database = new DependencyHealth("database", clock);
  private final LoggedLines lines = LoggedLines.of(DependencyHealth.class);

  @AfterEach
  void end() {
    lines.close();
  }

  @Test
  void isUnavailableUntilFirstAnswer() {
    assertThat(database.awaySince()).contains(MutableClock.START);

    database.asked();
    database.answered();

    assertThat(database.awaySince()).isEmpty();
  }

  @Test
  void isAvailableWithinTolerance() {
    database.answered();
    clock.advance(Duration.ofSeconds(1));

    database.asked();
    clock.advance(Duration.ofMillis(4999));

    assertThat(database.awaySince()).isEmpty();
  }

  @Test
  void isUnavailableSinceFirstUnansweredRequest() {
    database.answered();
    clock.advance(Duration.ofSeconds(1));

    database.asked();
    clock.advance(Duration.ofSeconds(3));
    database.asked();
    clock.advance(Duration.ofSeconds(2));

    assertThat(database.awaySince()).contains(MutableClock.START.plusSeconds(1));
  }

  @Test
  void isAvailableWithoutRequests() {
    database.answered();

    clock.advance(Duration.ofDays(1));

    assertThat(database.awaySince()).isEmpty();
  }

  @Test
  void logsOnceThatItAnswersAgain() {
    database.answered();
    database.asked();
    clock.advance(Duration.ofSeconds(31));

    database.answered();
    database.asked();
    database.answered();

    assertThat(database.awaySince()).isEmpty();
    assertThat(lines.at(Level.INFO))
        .containsExactly("The database answers again, it did not since 2026-10-02T14:55:00Z");
  }

  @Test
  void logsNothingAfterSlowAnswer() {
    database.answered();
    database.asked();
    clock.advance(Duration.ofSeconds(4));

    database.answered();

    assertThat(lines.at(Level.INFO)).isEmpty();
  }
}
