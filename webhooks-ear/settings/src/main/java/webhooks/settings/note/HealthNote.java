package webhooks.settings.note;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The results of the health checks, which the application leaves for the server's listener.
 *
 * <p>The note is a system property, because the listener has another class loader.
 *
 * @param written when the checks were made, by {@link System#nanoTime}
 * @param answers the JSON of each path, without line breaks
 */
public record HealthNote(long written, Map<String, String> answers) {
  private static final String PROPERTY = "webhooks.health-note";
  private static final String LINE = "\n";
  private static final char GAP = ' ';

  /** The note that was read last, because a listener reads each note for many probes. */
  private static volatile Read last = new Read("", new HealthNote(0, Map.of()));

  /** Replaces the former note. */
  public void publish() {
    System.setProperty(
        PROPERTY,
        answers.entrySet().stream()
            .map(answer -> answer.getKey() + GAP + answer.getValue())
            .collect(Collectors.joining(LINE, written + LINE, "")));
  }

  /** Removes the note, because the application ends. */
  public static void withdraw() {
    System.clearProperty(PROPERTY);
  }

  /** Returns the latest note; empty if there is none. */
  public static Optional<HealthNote> current() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).map(HealthNote::read);
  }

  private static HealthNote read(String text) {
    Read read = last;
    if (!text.equals(read.text)) {
      read = new Read(text, parse(text));
      last = read;
    }
    return read.note;
  }

  private static HealthNote parse(String text) {
    String[] lines = text.split(LINE);
    Map<String, String> answers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int gap = lines[i].indexOf(GAP);
      answers.put(lines[i].substring(0, gap), lines[i].substring(gap + 1));
    }
    return new HealthNote(Long.parseLong(lines[0]), Map.copyOf(answers));
  }

  /**
   * Returns how old the note is.
   *
   * @param now the time by {@link System#nanoTime}
   */
  public Duration age(long now) {
    return Duration.ofNanos(now - written);
  }

  /** A note and the text of the property that it was read from. */
  private record Read(String text, HealthNote note) {}
}
