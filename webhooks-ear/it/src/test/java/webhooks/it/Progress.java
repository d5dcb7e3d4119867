package webhooks.it;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Tells on the console what the suite is at, as its steps take long. */
final class Progress {
  private Progress() {}

  static void say(String format, Object... arguments) {
    String text = String.format(Locale.ROOT, format, arguments);
    System.out.println("[it] " + LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + text);
  }
}
