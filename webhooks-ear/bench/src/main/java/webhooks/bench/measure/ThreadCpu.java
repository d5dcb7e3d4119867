package webhooks.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the CPU time of one thread of a Java process from a dump of its threads. */
public final class ThreadCpu {
  private static final Path JSTACK = Path.of(System.getProperty("java.home"), "bin", "jstack");
  private static final Pattern CPU = Pattern.compile("cpu=([\\d.]+)ms");

  private ThreadCpu() {}

  /**
   * Returns the CPU time in seconds.
   *
   * @param method the class and name of a method that only this thread runs, and always
   */
  public static double seconds(long pid, String method) {
    for (String thread : dump(pid).split("\n\n")) {
      Matcher cpu = CPU.matcher(thread);
      if (thread.contains("at " + method + "(") && cpu.find()) {
        return Double.parseDouble(cpu.group(1)) / 1000;
      }
    }
    throw new IllegalStateException("No thread runs " + method);
  }

  private static String dump(long pid) {
    try {
      Process process =
          new ProcessBuilder(JSTACK.toString(), Long.toString(pid))
              .redirectErrorStream(true)
              .start();
      String dump = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(dump);
      }
      return dump;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
