package webhooks.it.packaging.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The commands of docs/backup.md that a test runs. */
final class BackupPage {
  private static final Path PAGE = Path.of("../../docs/backup.md");
  private static final String COMMANDS = "<!-- %s runs this -->\n```sh\n(.*?)```";

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
    shell.directory(directory.toFile()).inheritIO();
    assertThat(shell.start().waitFor()).as(commands.get(number)).isZero();
  }
}
