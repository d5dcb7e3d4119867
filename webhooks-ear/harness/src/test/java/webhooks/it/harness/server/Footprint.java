package webhooks.it.harness.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resources that an idle product uses.
 *
 * @param threads without those for tasks that end: the server creates them one by one, up to their
 *     number, and keeps them
 * @param heap bytes in use after a garbage collection
 * @param resident bytes in memory, as Linux counts them
 */
public record Footprint(int threads, int connections, long heap, long resident) {
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  /** In the names of threads of the product's managed executor. */
  private static final String TASKS = "webhooks-tasks";

  private static final int KIB = 1024;
  private static final int MIB = KIB * KIB;

  public static Footprint of(Product product) {
    long pid = product.pid();
    return new Footprint(
        threads(pid), Sockets.connected(pid).size(), heap(pid) * KIB, status(pid, "VmRSS") * KIB);
  }

  private static int threads(long pid) {
    return (int)
        jcmd(pid, "Thread.print")
            .lines()
            .filter(line -> line.startsWith("\"") && !line.contains(TASKS))
            .count();
  }

  private static long heap(long pid) {
    jcmd(pid, "GC.run");
    Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
    if (!used.find()) {
      throw new IllegalStateException("The log has no heap size");
    }
    return Long.parseLong(used.group(1));
  }

  private static String jcmd(long pid, String command) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process asked = new ProcessBuilder(jcmd, Long.toString(pid), command).start();
      return new String(asked.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long status(long pid, String name) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "%d threads, %d connections, %d MiB of heap, %d MiB resident"
        .formatted(threads, connections, heap / MIB, resident / MIB);
  }
}
