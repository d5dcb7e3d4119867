package webhooks.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ExplainedRepeatsTest {
  private static final long PUBLISHED = 10;

  private final Arrivals arrivals = new Arrivals(1);
  private final ExplainedRepeats explained = new ExplainedRepeats(arrivals);

  private void arrive(long... events) {
    for (long event : events) {
      arrivals.accepted(event, 0, 0);
    }
  }

  private static List<UUID> events(long... numbers) {
    return Arrays.stream(numbers).mapToObj(EventId::of).toList();
  }

  @Test
  void aKillExplainsOneRepeatOfWhatArrivedUnrecorded() {
    arrive(1, 2);
    assertThat(explained.killed(events(2, 3))).isEqualTo(1);
    arrive(2, 3);

    assertThat(explained.unexplained(PUBLISHED)).isZero();
    arrive(2);
    assertThat(explained.unexplained(PUBLISHED)).isEqualTo(1);
  }

  /** The sum over both kills would allow as many repeats. */
  @Test
  void aKillExplainsNoRepeatOfAnotherDelivery() {
    arrive(1, 2);
    explained.killed(events(2));
    arrive(3);
    explained.killed(events(3));
    arrive(1, 1);

    assertThat(arrivals.duplicates(PUBLISHED)).isEqualTo(2);
    assertThat(explained.unexplained(PUBLISHED)).isEqualTo(2);
  }

  @Test
  void twoKillsExplainTwoRepeats() {
    arrive(5);
    explained.killed(events(5));
    arrive(5);
    explained.killed(events(5));
    arrive(5);

    assertThat(explained.unexplained(PUBLISHED)).isZero();
  }

  @Test
  void noKillExplainsWhatNobodyPublished() {
    arrive(PUBLISHED);

    assertThat(explained.unexplained(PUBLISHED)).isEqualTo(1);
  }
}
