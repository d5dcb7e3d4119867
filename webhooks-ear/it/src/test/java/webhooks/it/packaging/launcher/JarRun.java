package webhooks.it.packaging.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import webhooks.it.harness.Command;
import webhooks.it.harness.Places;
import webhooks.it.harness.server.Product;

/**
 * A finished process of webhooks.jar.
 *
 * @param code its exit code
 * @param out what it wrote to standard output
 * @param error what it wrote to standard error
 */
public record JarRun(int code, String out, String error) {
  private static final int LIMIT_SECONDS = 60;

  /** Writes the two outputs of a command to two files. */
  private static final String REDIRECT = "exec \"$@\" > out.txt 2> error.txt";

  /** Runs the jar without a setting but those among the arguments. */
  public static JarRun without(Path directory, String... arguments) {
    try {
      Process process = Command.withoutSettings(directory, command(directory, arguments)).start();
      return of(process, directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the jar with the settings of a product, which arguments can replace. */
  public static JarRun with(Product product, Path directory, String... arguments) {
    return of(product.run(command(directory, arguments)), directory);
  }

  /**
   * Returns the command.
   *
   * @param arguments of the jar, and {@code -D…} of Java, and {@code -uA} to unset a variable
   */
  private static List<String> command(Path directory, String... arguments) {
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(beginning("-u", arguments));
    command.addAll(List.of("sh", "-c", "cd \"$0\" && " + REDIRECT, directory.toString()));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(Product.FIRST_COMPILER, "-XX:+UseSerialGC"));
    command.addAll(beginning("-D", arguments));
    command.addAll(List.of("-jar", Places.shipped("webhooks.jar").toAbsolutePath().toString()));
    command.addAll(beginning("--", arguments));
    return command;
  }

  private static List<String> beginning(String prefix, String... arguments) {
    return Arrays.stream(arguments).filter(argument -> argument.startsWith(prefix)).toList();
  }

  private static JarRun of(Process process, Path directory) {
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("webhooks.jar did not end");
      }
      return new JarRun(
          process.exitValue(),
          Files.readString(directory.resolve("out.txt")),
          Files.readString(directory.resolve("error.txt")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the line of the output that begins with this text. */
  public String line(String begin) {
    return out.lines().filter(line -> line.startsWith(begin)).findFirst().orElse("");
  }
}
