package webhooks.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** A command that prepares what a suite needs. */
public final class Command {
  private Command() {}

  /**
   * Runs the command in the directory, and fails if it does; its output is the log of this name.
   */
  public static void run(String name, Path directory, List<String> command) {
    Path log = Places.freshLog(name);
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(name + " failed; see " + log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
