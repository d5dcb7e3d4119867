package webhooks.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads from {@code /proc} how long the cores of this machine did nothing. */
public final class IdleTime {
  private static final double TICKS_PER_SECOND = 100;

  /** The columns idle and iowait of the first line, after its name. */
  private static final int IDLE = 4;

  private IdleTime() {}

  /** Returns the idle time of all cores since the machine's start, in seconds. */
  public static double seconds() {
    try {
      String[] columns = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +");
      return (Long.parseLong(columns[IDLE]) + Long.parseLong(columns[IDLE + 1])) / TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
