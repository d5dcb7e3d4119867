package webhooks.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import webhooks.it.harness.server.Product;

/** Runs commands that prepare a suite, and prepares processes for tests. */
public final class Command {
  private static final Pattern SETTINGS = Pattern.compile("(WEBHOOKS|MP_JWT|OTEL)_.*");

  private Command() {}

  /**
   * Prepares a process in the directory. It gets the environment of this process, but none of the
   * product's settings.
   */
  public static ProcessBuilder withoutSettings(Path directory, List<String> command) {
    ProcessBuilder builder = SmallDisk.process(directory, command);
    builder.environment().keySet().removeIf(SETTINGS.asMatchPredicate());
    return builder;
  }

  /** Makes each Java process small, and gives it a directory for temporary files below this one. */
  public static void limitJava(ProcessBuilder builder, Path directory) {
    try {
      Path temporary = Files.createDirectories(directory.resolve("tmp"));
      String options =
          "-Xmx512m %s -Djava.io.tmpdir=%s".formatted(Product.FIRST_COMPILER, temporary);
      builder.environment().put("JDK_JAVA_OPTIONS", options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the command in the directory and fails if it fails. Its output goes to the named log. */
  public static void run(String name, Path directory, List<String> command) {
    output(name, directory, command, Map.of());
  }

  /**
   * Runs the command in the directory, with more variables, and returns its output, which also goes
   * to the named log. Fails if the command fails.
   */
  public static String output(
      String name, Path directory, List<String> command, Map<String, String> variables) {
    Path log = Places.freshLog(name);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(variables);
    try {
      Process process = builder.start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(name + " failed; see " + log);
      }
      return Places.textOf(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
