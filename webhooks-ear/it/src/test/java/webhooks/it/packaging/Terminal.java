package webhooks.it.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import webhooks.it.harness.Places;

/** A shell that a test pastes commands into, as a user does in a terminal. */
final class Terminal implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** The shell prints this line after the commands that were pasted together. */
  private static final String END = "--- end of the pasted commands ---\n";

  private final Process shell;
  private final Writer input;
  private final Path output;

  private Terminal(Process shell, Path output) {
    this.shell = shell;
    this.input = shell.outputWriter(UTF_8);
    this.output = output;
  }

  /** Opens a terminal. Its output also goes to the named log. */
  static Terminal open(String name, ProcessBuilder shell) throws IOException {
    Path output = Places.freshLog(name);
    return new Terminal(
        shell.redirectErrorStream(true).redirectOutput(output.toFile()).start(), output);
  }

  /** Runs the commands and returns what they print. Variables stay for the next commands. */
  String paste(String commands) throws IOException {
    int begin = Places.textOf(output).length();
    input.write(commands + "\necho '" + END.strip() + "'\n");
    input.flush();
    await("the commands to end")
        .atMost(LIMIT)
        .until(() -> Places.textOf(output).substring(begin).endsWith(END));
    String printed = Places.textOf(output).substring(begin);
    return printed.substring(0, printed.length() - END.length());
  }

  @Override
  public void close() {
    shell.destroyForcibly();
  }
}
