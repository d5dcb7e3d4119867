package webhooks.settings.note;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.settings.UnusedSettings;
import webhooks.settings.note.RestartNote.BrokerFault;

class RestartNoteTest {
  private static final Instant TIME = Instant.parse("2026-11-25T12:00:00Z");

  private final RestartNote listener = note(BrokerFault.LISTENER, TIME);
  private final RestartNote broker = note(BrokerFault.BROKER, TIME.plusSeconds(1));
  private final RestartNote start = note(BrokerFault.START, TIME);
  private final List<RestartNote> notes = List.of(listener, broker, start);

  private static RestartNote note(BrokerFault fault, Instant time) {
    return new RestartNote(fault, Clock.fixed(time, ZoneOffset.UTC));
  }

  private static void observe(RestartNote note, int times) {
    for (int i = 0; i < times; i++) {
      note.observe(true);
    }
  }

  @AfterEach
  void withdraw() {
    notes.forEach(RestartNote::withdraw);
  }

  @Test
  void asksForRestartAfterOneMinute() {
    observe(listener, 59);
    assertThat(RestartNote.needsRestartSince()).isEmpty();

    observe(listener, 1000);

    assertThat(RestartNote.needsRestartSince()).contains(TIME);
  }

  @Test
  void asksForNoneAfterShortFaults() {
    observe(listener, 59);
    listener.observe(false);
    observe(listener, 59);

    assertThat(RestartNote.needsRestartSince()).isEmpty();
  }

  @Test
  void endsWithTheFault() {
    observe(listener, 60);

    listener.observe(false);

    assertThat(RestartNote.needsRestartSince()).isEmpty();
  }

  @Test
  void remainsWhileAnotherFaultLasts() {
    observe(broker, 60);
    observe(listener, 60);
    assertThat(RestartNote.needsRestartSince()).contains(TIME);

    listener.observe(false);

    assertThat(RestartNote.needsRestartSince()).contains(TIME.plusSeconds(1));
  }

  /** The application does not warn about the notes as settings that nothing reads. */
  @Test
  void isNoUnusedSetting() {
    notes.forEach(note -> observe(note, 1000));

    assertThat(
            UnusedSettings.among(System.getProperties().stringPropertyNames(), List.of(), Set.of()))
        .noneMatch(name -> name.contains("restart"));
  }
}
