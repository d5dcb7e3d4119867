package webhooks.settings;

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
