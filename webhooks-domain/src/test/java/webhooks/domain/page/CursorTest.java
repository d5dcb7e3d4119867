package webhooks.domain.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CursorTest {
  private static final Instant END = Instant.parse("2026-10-02T14:55:00Z");

  private static Optional<Cursor> at(Instant created) {
    return Optional.of(new Cursor(created, UUID.randomUUID()));
  }

  @Test
  void continuesAfterThePreviousPage() {
    Optional<Cursor> older = at(END.minusNanos(1000));

    assertThat(Cursor.start(older, Optional.of(END))).isEqualTo(older);
    assertThat(Cursor.start(older, Optional.empty())).isEqualTo(older);
  }

  @Test
  void endsWhereTheListEnds() {
    Optional<Cursor> end = Optional.of(Cursor.before(END));

    assertThat(Cursor.start(Optional.empty(), Optional.of(END))).isEqualTo(end);
    assertThat(Cursor.start(at(END), Optional.of(END))).isEqualTo(end);
    assertThat(Cursor.start(at(END.plusSeconds(1)), Optional.of(END))).isEqualTo(end);
  }

  @Test
  void beginsWithTheNewest() {
    assertThat(Cursor.start(Optional.empty(), Optional.empty())).isEmpty();
  }
}
