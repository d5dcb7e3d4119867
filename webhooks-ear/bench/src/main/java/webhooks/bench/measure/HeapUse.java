package webhooks.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the use of another JVM's heap by the programs of this JDK. */
public final class HeapUse {
  private static final double KIB_PER_MB = 1e6 / 1024;

  private HeapUse() {}

  /** Collects all garbage of another JVM, and returns the megabytes (10^6 bytes) that it uses. */
  public static double liveMegabytes(long pid) {
    run("jcmd", Long.toString(pid), "GC.run");
    return oldMegabytes(pid);
  }

  /**
   * Returns the used part of the old generation in megabytes (10^6 bytes): what lives longer than a
   * few deliveries, and garbage since the last collection of it.
   */
  public static double oldMegabytes(long pid) {
    List<String> lines = run("jstat", "-gc", Long.toString(pid));
    List<String> names = words(lines.get(0));
    return Double.parseDouble(words(lines.get(1)).get(names.indexOf("OU"))) / KIB_PER_MB;
  }

  /** Runs a program of this JDK, and returns what it prints. */
  private static List<String> run(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add(0, Path.of(System.getProperty("java.home"), "bin", program).toString());
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      byte[] printed = process.getInputStream().readAllBytes();
      return new String(printed, StandardCharsets.US_ASCII).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> words(String line) {
    return List.of(line.trim().split(" +"));
  }
}
