package webhooks.it.packaging.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The commands of docs/backup.md that a test runs. */
final class BackupPage {
  private static final Path PAGE = Path.of("../../docs/backup.md");
  private static final String COMMANDS = "<!-- %s runs this -->\n```sh\n(.*?)```";

  private static final File NOTHING = new File("/dev/null");
  private static final int LIMIT_SECONDS = 120;

  private final List<String> commands;

  /** Reads the commands that the page marks with the name of this test. */
  BackupPage(Class<?> test) throws IOException {
    commands =
        Pattern.compile(COMMANDS.formatted(test.getSimpleName()), Pattern.DOTALL)
            .matcher(Files.readString(PAGE))
            .results()
            .map(result -> result.group(1))
            .toList();
  }

  /** Returns the number of commands. */
  int size() {
    return commands.size();
  }

  /** Runs the commands of this number in a shell, which must succeed. */
  void run(int number, Map<String, String> variables, Path directory)
      throws IOException, InterruptedException {
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands.get(number));
    shell.environment().putAll(variables);
    // A command that asks for a password gets the end of its input.
    shell.directory(directory.toFile()).inheritIO().redirectInput(NOTHING);
    Process process = shell.start();
    try {
      assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
          .as(commands.get(number) + " ends")
          .isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(commands.get(number)).isZero();
  }
}
