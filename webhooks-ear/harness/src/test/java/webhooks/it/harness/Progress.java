package webhooks.it.harness;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints the current step of a suite, because steps take long. */
public final class Progress {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private Progress() {}

  public static void say(String format, Object... arguments) {
    String text = String.format(Locale.ROOT, format, arguments);
    System.out.println("[it] " + LocalTime.now().format(TIME) + " " + text);
  }
}
