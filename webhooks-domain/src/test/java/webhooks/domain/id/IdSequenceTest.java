package webhooks.domain.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The ids of an event and of its deliveries. */
class IdSequenceTest {
  private static final Instant MOMENT = Instant.parse("2026-10-02T14:55:00.463Z");

  @Test
  void idsAreInOrderWithinOneMillisecond() {
    List<UUID> ids = Stream.generate(new IdSequence(MOMENT)::next).limit(2_000_000).toList();

    // PostgreSQL and H2 compare ids as unsigned numbers, as their texts do.
    assertThat(ids.get(0).version()).isEqualTo(7);
    assertThat(ids.get(0).variant()).isEqualTo(2);
    assertThat(Ids.timeOf(ids.get(0))).isEqualTo(MOMENT);
    assertThat(ids.get(ids.size() - 1)).isLessThan(Ids.firstOf(MOMENT.plusMillis(1)));
    assertThat(ids.stream().map(UUID::toString).distinct().count()).isEqualTo(ids.size());
    assertThat(ids.stream().map(UUID::toString).toList())
        .isSortedAccordingTo(Comparator.naturalOrder());
  }

  @Test
  void twoSequencesOfOneMomentDiffer() {
    assertThat(new IdSequence(MOMENT).next()).isNotEqualTo(new IdSequence(MOMENT).next());
  }
}
