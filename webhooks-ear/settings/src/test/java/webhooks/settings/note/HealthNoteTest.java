package webhooks.settings.note;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthNoteTest {
  @AfterEach
  void withdraw() {
    HealthNote.withdraw();
  }

  @Test
  void isReadAsItWasPublished() {
    HealthNote note =
        new HealthNote(
            -5, Map.of("/health/live", "{\"status\":\"UP\", \"checks\":[]}", "/health", "{}"));

    note.publish();

    assertThat(HealthNote.current()).contains(note);
  }

  /** Probes are many, and the listener reads the note for each of them. */
  @Test
  void isParsedOncePerChange() {
    new HealthNote(1, Map.of("/health", "{}")).publish();
    HealthNote read = HealthNote.current().orElseThrow();

    assertThat(HealthNote.current()).containsSame(read);
    new HealthNote(2, Map.of("/health", "{}")).publish();
    assertThat(HealthNote.current().orElseThrow().written()).isEqualTo(2);
  }

  @Test
  void isAbsentWithoutTheApplication() {
    new HealthNote(0, Map.of()).publish();
    HealthNote.withdraw();

    assertThat(HealthNote.current()).isEmpty();
  }

  @Test
  void growsOld() {
    assertThat(new HealthNote(-3_000_000_000L, Map.of()).age(4_000_000_000L))
        .isEqualTo(Duration.ofSeconds(7));
  }
}
