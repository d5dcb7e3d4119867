package webhooks.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the resident memory of processes from {@code /proc}. */
public final class ResidentMemory {
  private static final double KIB_PER_MB = 1e6 / 1024;

  private ResidentMemory() {}

  /** Returns the resident memory of a process in megabytes (10^6 bytes). */
  public static double megabytes(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum()
          / KIB_PER_MB;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
