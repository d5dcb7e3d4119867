package webhooks.it.harness.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the CPU time of processes from {@code /proc}. */
public final class CpuTime {
  private static final double TICKS_PER_SECOND = 100;

  /** The indexes of utime, stime, cutime and cstime after the process's name. */
  private static final int UTIME = 11;

  private CpuTime() {}

  /** Returns the CPU time of the process without its children, in seconds. */
  public static double ofProcess(long pid) {
    return ticks(pid, 2) / TICKS_PER_SECOND;
  }

  /** Returns the CPU time of the process, its descendants and its ended children, in seconds. */
  public static double ofFamily(long pid) {
    long children =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::descendants)
            .mapToLong(child -> ticks(child.pid(), 4))
            .sum();
    return (ticks(pid, 4) + children) / TICKS_PER_SECOND;
  }

  private static long ticks(long pid, int columns) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The name is in parentheses and may contain spaces.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long sum = 0;
      for (int i = 0; i < columns; i++) {
        sum += Long.parseLong(fields[UTIME + i]);
      }
      return sum;
    } catch (NoSuchFileException e) {
      // The process ended after it was listed.
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
