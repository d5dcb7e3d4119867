package webhooks.domain.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PositionTest {
  private static final Instant END = Instant.parse("2026-10-02T14:55:00Z");

  private static Optional<Position> at(Instant created) {
    return Optional.of(new Position(created, UUID.randomUUID()));
  }

  @Test
  void listGoesOnWhereThePageBeforeEnded() {
    Optional<Position> older = at(END.minusNanos(1000));

    assertThat(Position.start(older, Optional.of(END))).isEqualTo(older);
    assertThat(Position.start(older, Optional.empty())).isEqualTo(older);
  }

  @Test
  void listEndsWhereItIsToEndAlsoForAPlaceOfAListThatEndsLater() {
    Optional<Position> end = Optional.of(Position.before(END));

    assertThat(Position.start(Optional.empty(), Optional.of(END))).isEqualTo(end);
    assertThat(Position.start(at(END), Optional.of(END))).isEqualTo(end);
    assertThat(Position.start(at(END.plusSeconds(1)), Optional.of(END))).isEqualTo(end);
  }

  @Test
  void listWithoutAPlaceAndAnEndBeginsWithTheNewest() {
    assertThat(Position.start(Optional.empty(), Optional.empty())).isEmpty();
  }
}
