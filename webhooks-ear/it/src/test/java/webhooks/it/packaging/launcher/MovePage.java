package webhooks.it.packaging.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import webhooks.it.harness.Command;
import webhooks.it.harness.Places;
import webhooks.it.harness.server.Product;

/** The commands of docs/scaling.md that move an account. */
final class MovePage {
  private static final Path PAGE = Path.of("../../docs/scaling.md");
  private static final Pattern COMMANDS =
      Pattern.compile("<!-- AccountMoveIT runs this -->\\s*```sh\n(.*?)```", Pattern.DOTALL);
  private static final int LIMIT_SECONDS = 300;

  private static final List<String> SETTINGS =
      List.of(
          "webhooks.db.url",
          "webhooks.db.user",
          "webhooks.db.password",
          "webhooks.data.dir",
          "webhooks.retention",
          "webhooks.deduplication");

  private final List<String> commands;
  private final Path directory;
  private final String account;

  /**
   * Reads the commands.
   *
   * @param name of the directory that they run in
   */
  MovePage(String name, String account) throws IOException {
    commands =
        COMMANDS
            .matcher(Files.readString(PAGE))
            .results()
            .map(found -> found.group(1).stripIndent())
            .toList();
    assertThat(commands).hasSize(2);
    directory = Places.freshDirectory(name);
    this.account = account;
    Path jar = Places.shipped("webhooks.jar").toAbsolutePath();
    Files.createSymbolicLink(directory.resolve("webhooks.jar"), jar);
  }

  /** Writes the settings of an installation, as step 1 says. */
  void settings(String file, Product product, Map<String, String> keys) throws IOException {
    String lines =
        SETTINGS.stream()
            .filter(key -> product.setting(key) != null)
            .map(key -> line(key, product.setting(key)))
            .collect(Collectors.joining());
    lines +=
        keys.entrySet().stream()
            .map(key -> line(key.getKey(), key.getValue()))
            .collect(Collectors.joining());
    Files.writeString(directory.resolve(file), lines);
  }

  private static String line(String key, String value) {
    return key.replaceAll("[^a-z]", "_").toUpperCase(Locale.ROOT) + "='" + value + "'\n";
  }

  /** Exports and imports the account; returns the exit code and what both wrote. */
  JarRun move() throws IOException, InterruptedException {
    return run(commands.get(0));
  }

  /** Ends the hold. */
  JarRun release() throws IOException, InterruptedException {
    return run(commands.get(1));
  }

  private JarRun run(String script) throws IOException, InterruptedException {
    Path out = directory.resolve("out.txt");
    Path error = directory.resolve("error.txt");
    ProcessBuilder shell =
        Command.withoutSettings(directory, List.of("bash", "-eu", "-c", script))
            .redirectOutput(out.toFile())
            .redirectError(error.toFile());
    Map<String, String> variables = shell.environment();
    variables.put("ACCOUNT", account);
    variables.put("PATH", System.getProperty("java.home") + "/bin:" + variables.get("PATH"));
    Command.limitJava(shell, directory);
    Process process = shell.start();
    try {
      assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as(script + " ends").isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new JarRun(process.exitValue(), Files.readString(out), Files.readString(error));
  }
}
