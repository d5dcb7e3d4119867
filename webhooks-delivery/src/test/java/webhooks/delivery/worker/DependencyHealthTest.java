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
    assertThat(database.unavailableSince()).contains(MutableClock.START);

    database.requestStarted();
    database.requestAnswered();

    assertThat(database.unavailableSince()).isEmpty();
  }

  @Test
  void isAvailableWithinTolerance() {
    database.requestAnswered();
    clock.advance(Duration.ofSeconds(1));

    database.requestStarted();
    clock.advance(Duration.ofMillis(4999));

    assertThat(database.unavailableSince()).isEmpty();
  }

  @Test
  void isUnavailableSinceFirstUnansweredRequest() {
    database.requestAnswered();
    clock.advance(Duration.ofSeconds(1));

    database.requestStarted();
    clock.advance(Duration.ofSeconds(3));
    database.requestStarted();
    clock.advance(Duration.ofSeconds(2));

    assertThat(database.unavailableSince()).contains(MutableClock.START.plusSeconds(1));
  }

  @Test
  void isAvailableWithoutRequests() {
    database.requestAnswered();

    clock.advance(Duration.ofDays(1));

    assertThat(database.unavailableSince()).isEmpty();
  }

  @Test
  void logsOnceThatItAnswersAgain() {
    database.requestAnswered();
    database.requestStarted();
    clock.advance(Duration.ofSeconds(31));

    database.requestAnswered();
    database.requestStarted();
    database.requestAnswered();

    assertThat(database.unavailableSince()).isEmpty();
    assertThat(lines.at(Level.INFO))
        .containsExactly("The database answers again, it did not since 2026-10-02T14:55:00Z");
  }

  @Test
  void logsNothingAfterSlowAnswer() {
    database.requestAnswered();
    database.requestStarted();
    clock.advance(Duration.ofSeconds(4));

    database.requestAnswered();

    assertThat(lines.at(Level.INFO)).isEmpty();
  }
}
