package webhooks.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Reads the use of another JVM's heap by {@code jstat} of this JDK. */
public final class HeapUse {
  private static final double KIB_PER_MB = 1e6 / 1024;

  private HeapUse() {}

  /**
   * Returns the used part of the old generation in megabytes (10^6 bytes): what lives longer than a
   * few deliveries, and garbage since the last collection of it.
   */
  public static double oldMegabytes(long pid) {
    Path jstat = Path.of(System.getProperty("java.home"), "bin", "jstat");
    try {
      Process process =
          new ProcessBuilder(jstat.toString(), "-gc", Long.toString(pid))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      List<String> lines =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .lines()
              .toList();
      List<String> names = words(lines.get(0));
      return Double.parseDouble(words(lines.get(1)).get(names.indexOf("OU"))) / KIB_PER_MB;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> words(String line) {
    return List.of(line.trim().split(" +"));
  }
}
