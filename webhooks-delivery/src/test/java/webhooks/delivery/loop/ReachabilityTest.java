package webhooks.delivery.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
  private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");

  private final SetClock clock = new SetClock();
  private final Reachability database = new Reachability("database", clock);
  private final LoggedLines lines = LoggedLines.of(Reachability.class);

  @AfterEach
  void end() {
    lines.close();
  }

  @Test
  void isAwayUntilItAnswersForTheFirstTime() {
    assertThat(database.awaySince()).contains(START);

    database.asked();
    database.answered();

    assertThat(database.awaySince()).isEmpty();
  }

  @Test
  void isThereForAsLongAsAnAnswerMayTake() {
    database.answered();
    clock.passes(Duration.ofSeconds(1));

    database.asked();
    clock.passes(Duration.ofMillis(4999));

    assertThat(database.awaySince()).isEmpty();
  }

  @Test
  void isAwaySinceTheFirstQuestionThatHadNoAnswer() {
    database.answered();
    clock.passes(Duration.ofSeconds(1));

    database.asked();
    clock.passes(Duration.ofSeconds(3));
    database.asked();
    clock.passes(Duration.ofSeconds(2));

    assertThat(database.awaySince()).contains(START.plusSeconds(1));
  }

  @Test
  void isThereHoweverLongNobodyAsks() {
    database.answered();

    clock.passes(Duration.ofDays(1));

    assertThat(database.awaySince()).isEmpty();
  }

  @Test
  void isThereAgainWithTheNextAnswerAndSaysSoOnce() {
    database.answered();
    database.asked();
    clock.passes(Duration.ofSeconds(31));

    database.answered();
    database.asked();
    database.answered();

    assertThat(database.awaySince()).isEmpty();
    assertThat(lines.at(Level.INFO))
        .containsExactly("The database answers again, it did not since 2026-11-25T12:00:00Z");
  }

  @Test
  void saysNothingOfAnswersThatAreMerelySlow() {
    database.answered();
    database.asked();
    clock.passes(Duration.ofSeconds(4));

    database.answered();

    assertThat(lines.at(Level.INFO)).isEmpty();
  }

  private static final class SetClock extends Clock {
    private Instant now = START;

    void passes(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
