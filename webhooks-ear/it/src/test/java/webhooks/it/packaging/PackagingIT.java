package webhooks.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import webhooks.it.harness.Command;
import webhooks.it.harness.Places;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.server.Micro;
import webhooks.it.harness.server.Sockets;
import webhooks.it.harness.token.TokenBuilder;
import webhooks.it.harness.token.Tokens;
import webhooks.it.packaging.archive.Archive;
import webhooks.it.packaging.launcher.JarRun;

/**
 * Tests the files for a container and for systemd, and runs the image's command.
 *
 * <p>Needs no container engine: the command runs in a folder with the layout of the image.
 */
class PackagingIT {
  private static final Path MICRO = Path.of("../micro").toAbsolutePath().normalize();
  private static final Containerfile IMAGE =
      Containerfile.read(MICRO.resolve("src/main/container/Containerfile"));
  private static final Path UNIT = MICRO.resolve("src/main/systemd/webhooks.service");
  private static final Path ENVIRONMENT = MICRO.resolve("src/main/systemd/webhooks.env.example");

  private static final Pattern KEY = Pattern.compile("(webhooks|mp\\.jwt)\\.[a-z][a-z.-]+[a-z]");
  private static final Pattern VARIABLE =
      Pattern.compile("^(?:Environment=|#)?((?:WEBHOOKS|MP_JWT)_[A-Z_]+)=", Pattern.MULTILINE);

  /** The exit code of a process after SIGTERM. */
  private static final int TERMINATED = 143;

  @Test
  void everyEnvironmentVariableIsASetting() throws IOException {
    Set<String> named = new TreeSet<>(IMAGE.environment().keySet());
    for (Path file : List.of(UNIT, unit("wildfly"), unit("payara"), ENVIRONMENT)) {
      Matcher variables = VARIABLE.matcher(Files.readString(file));
      while (variables.find()) {
        named.add(variables.group(1));
      }
    }

    assertThat(named).contains("WEBHOOKS_HTTP_ADDRESS", "WEBHOOKS_DB_URL", "WEBHOOKS_DATA_DIR");
    assertThat(variablesOfTheProduct()).containsAll(named);
  }

  private static Path unit(String server) {
    return MICRO.resolve("../ear/src/main/servers").resolve(server).resolve("webhooks.service");
  }

  @Test
  void imageContainsOnlyFilesOfTheBuild() throws IOException {
    List<String> copied = IMAGE.copied();

    assertThat(copied).hasSize(2).allMatch(file -> Files.isRegularFile(MICRO.resolve(file)));
    assertThat(Files.readAllLines(MICRO.resolve(".dockerignore")))
        .filteredOn(line -> !line.startsWith("#"))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Stream.of("*"), copied.stream().map(file -> "!" + file)).toList());
  }

  @Test
  void imageHasAFixedBaseAndDoesNotRunAsRoot() {
    assertThat(IMAGE.argument("ARG")).matches("BASE=.+:17\\.[0-9._]+-jre-[a-z]+");
    assertThat(IMAGE.argument("USER")).matches("[1-9]\\d{4}:[1-9]\\d{4}");
  }

  @ParameterizedTest
  @MethodSource
  void javaAcceptsTheOptions(List<String> command) throws Exception {
    List<String> options = command.stream().filter(word -> word.startsWith("-X")).toList();
    List<String> version = new ArrayList<>(List.of(java()));
    version.addAll(options);
    version.add("-version");
    Path output = Places.freshLog("packaging-options");

    Process process =
        new ProcessBuilder(version)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    assertThat(process.waitFor()).isZero();
    assertThat(options).containsAll(Micro.SHIPPED_OPTIONS);
    assertThat(Files.readString(output)).doesNotContainIgnoringCase("warning");
  }

  static List<List<String>> javaAcceptsTheOptions() throws IOException {
    String unit = Files.readString(UNIT);
    Matcher line = Pattern.compile("^ExecStart=(.+)$", Pattern.MULTILINE).matcher(unit);
    assertThat(line.find()).isTrue();
    return List.of(IMAGE.command("ENTRYPOINT"), List.of(line.group(1).split(" ")));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "the image's system")
  void commandAnswersItsProbeAndStopsOnSigterm() throws Exception {
    Path root = Places.freshDirectory("packaging");
    Path work = Files.createDirectories(root.resolve("." + IMAGE.argument("WORKDIR")));
    for (String file : IMAGE.copied()) {
      Path source = MICRO.resolve(file);
      Files.copy(source, work.resolve(source.getFileName()));
    }
    ProcessBuilder probe = prepared(root, work, IMAGE.command("HEALTHCHECK"));
    assertThat(probe.start().waitFor()).as("before the start").isNotZero();
    List<String> command = new ArrayList<>(IMAGE.command("ENTRYPOINT"));
    // The image finds the command on its path.
    assertThat(command.set(0, java())).isEqualTo("java");

    ProcessBuilder product = prepared(root, work, command);
    probe.environment().putAll(product.environment());
    Process process = product.start();
    try {
      await("the probe")
          .atMost(Duration.ofMinutes(3))
          .until(() -> !process.isAlive() || probe.start().waitFor() == 0);
      assertThat(process.isAlive()).as("process is up").isTrue();
      int port = Integer.parseInt(product.environment().get("WEBHOOKS_HTTP_PORT"));
      assertThat(Sockets.listening(process.pid())).containsExactly("127.0.0.1:" + port);
      // The image names no issuer of tokens.
      new Api(URI.create("http://127.0.0.1:" + port))
          .assertUnauthorized(new TokenBuilder(new Tokens()).rs256());
      process.destroy();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("ended in time").isTrue();
      assertThat(process.exitValue()).isEqualTo(TERMINATED);
    } finally {
      process.destroyForcibly();
    }
    Path data = root.resolve("." + IMAGE.environment().get("WEBHOOKS_DATA_DIR"));
    assertThat(data).isDirectoryContaining(file -> file.endsWith("database.mv.db"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
    assertChecksDatabaseReadOnly(root, data);
  }

  /**
   * A check opens an existing H2 database and finds the tables and the key, and changes no file.
   */
  private static void assertChecksDatabaseReadOnly(Path root, Path data) throws IOException {
    Path database = data.resolve("database.mv.db");
    FileTime before = Files.getLastModifiedTime(database);
    List<Path> files = filesIn(data);

    JarRun check = JarRun.without(root, "--check", "-Dwebhooks.data.dir=" + data);

    assertThat(check.line("data directory"))
        .isEqualTo("data directory: ok (" + data.normalize() + ")");
    assertThat(check.line("database")).matches("database: ok \\(H2 .*, tables of version \\d+\\)");
    assertThat(check.line("encryption keys"))
        .matches("encryption keys: ok \\(current [0-9a-f]{16}, stored secrets need no other\\)");
    assertThat(Files.getLastModifiedTime(database)).isEqualTo(before);
    assertThat(filesIn(data)).isEqualTo(files);
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.sorted().toList();
    }
  }

  /** Uses the image's variables, but paths under the folder and the loopback address. */
  private static ProcessBuilder prepared(Path root, Path work, List<String> command) {
    ProcessBuilder builder = Command.withoutSettings(work, command);
    builder.environment().putAll(IMAGE.environment());
    builder.environment().put("WEBHOOKS_HTTP_ADDRESS", "127.0.0.1");
    builder.environment().put("WEBHOOKS_HTTP_PORT", Integer.toString(Places.freePort()));
    builder
        .environment()
        .computeIfPresent("WEBHOOKS_DATA_DIR", (name, path) -> root.resolve("." + path).toString());
    Command.limitJava(builder, root);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(
            Places.freshLog("packaging-" + Path.of(command.get(0)).getFileName()).toFile());
  }

  private static Set<String> variablesOfTheProduct() {
    Set<String> variables = new TreeSet<>();
    Archive.visit(
        Places.shipped("webhooks.jar"),
        entry -> {
          if (entry.path().matches("(.*[!/])?webhooks/.*\\.class|.*/domain\\.xml")) {
            Matcher keys = KEY.matcher(new String(entry.bytes(), StandardCharsets.ISO_8859_1));
            while (keys.find()) {
              variables.add(keys.group().toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "_"));
            }
          }
        });
    return variables;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
