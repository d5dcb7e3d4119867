package webhooks.domain.option.selection;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Creates events as filters see them, for tests. */
public final class SelectedEvents {
  public static final String ITWIN = "5f3c1a52-0d4e-4b60-9c5f-6a3d1c9e7b10";
  public static final UUID ID = UUID.fromString("0197a6f2-9a3e-7c11-8d00-1f2e3d4c5b6a");
  static final String TIME = "2026-10-02T14:55:00.463Z";

  private SelectedEvents() {}

  /** Returns an event. Apostrophes in the JSON of the content stand for quotes. */
  public static SelectedEvent of(String eventType, String content) {
    return new SelectedEvent(
        eventType, ITWIN, ID, TIME, content.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
