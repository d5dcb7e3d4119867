package webhooks.delivery.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
  private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");

  private final SetClock clock = new SetClock();
  private final Reachability database = new Reachability("database", clock);
  private final Logger log = Logger.getLogger(Reachability.class.getName());
  private final Lines lines = new Lines();

  @BeforeEach
  void listen() {
    log.addHandler(lines);
    log.setUseParentHandlers(false);
  }

  @AfterEach
  void ignore() {
    log.removeHandler(lines);
    log.setUseParentHandlers(true);
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
    assertThat(lines.all)
        .containsExactly("The database answers again, it did not since 2026-11-25T12:00:00Z");
  }

  @Test
  void saysNothingOfAnswersThatAreMerelySlow() {
    database.answered();
    database.asked();
    clock.passes(Duration.ofSeconds(4));

    database.answered();

    assertThat(lines.all).isEmpty();
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

  private static final class Lines extends Handler {
    private final List<String> all = new ArrayList<>();

    @Override
    public void publish(LogRecord line) {
      all.add(new SimpleFormatter().formatMessage(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
