package webhooks.it.packaging.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.it.harness.Places;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.server.Product;

/** Runs webhooks.jar with each of its arguments. No run starts a server. */
@OnMicro
class CommandLineIT {
  /** Settings that have one value only. */
  private static final Set<String> ONE_VALUE =
      Set.of("mp.jwt.token.header", "otel.exporter.otlp.protocol", "otel.traces.sampler");

  private final Path directory = Places.freshDirectory("command-line");

  @Test
  void helpFitsOnOneScreen() {
    JarRun help = JarRun.without(directory, "--help");

    assertThat(help.code()).isZero();
    assertThat(help.error()).isEmpty();
    assertThat(help.out())
        .contains("--port", "--check", "--show-config", "--version")
        .contains("--export-account", "--import-account", "--release-account");
    assertThat(help.out().lines()).hasSizeLessThan(25).allMatch(line -> line.length() <= 80);
  }

  @Test
  void versionNamesTheServerToo() {
    JarRun version = JarRun.without(directory, "--version");

    assertThat(version.code()).isZero();
    assertThat(version.out())
        .matches("Webhooks \\d+\\.\\d+\\.\\S+\\RPayara Micro 6\\.\\d+\\.\\d+\\RJava \\S+\\R");
  }

  @ParameterizedTest
  @CsvSource({
    "--prot, Did you mean --port?",
    "--webhooks.http.port=1, java -Dwebhooks.http.port=… -jar webhooks.jar"
  })
  void refusesUnknownArgumentsWithAHint(String argument, String hint) {
    JarRun refused = JarRun.without(directory, argument);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.error()).contains(argument.replaceFirst("=.*", ""), hint);
    assertThat(refused.out()).isEmpty();
  }

  @Test
  void showsEachSettingWithItsOrigin() throws IOException {
    Path password = Files.writeString(directory.resolve("password"), "of-a-file\n");

    JarRun shown =
        JarRun.without(
            directory,
            "--show-config",
            "--port=8099",
            "-Dwebhooks.retention=P3D",
            "-Dwebhooks.db.password.file=" + password,
            "-Dwebhooks.encryption.key=" + Secrets.random(),
            "-Dwebhooks.jms.url=tcp://host:1?trustStorePassword=of-a-store&sslEnabled=true",
            "-Dwebhooks.token.preset=keycloak",
            "-Dwebhooks.retentoin=P3D");

    assertThat(shown.code()).isZero();
    assertThat(shown.out().lines().map(line -> line.replaceFirst(" .*", ""))).isSorted();
    assertThat(shown.out().lines())
        .contains(
            "webhooks.http.address = 127.0.0.1  (default)",
            "webhooks.http.port = 8099  (argument --port)",
            "webhooks.retention = P3D  (system property webhooks.retention)",
            "webhooks.encryption.key = ***  (system property webhooks.encryption.key)",
            "webhooks.db.password = ***  (file "
                + password
                + " (system property webhooks.db.password.file))",
            "webhooks.jms.url = tcp://host:1?trustStorePassword=***&sslEnabled=true"
                + "  (system property webhooks.jms.url)",
            "webhooks.jms.user  (not set)",
            "otel.service.name = webhooks  (default)",
            "otel.traces.sampler.arg = 0  (default)",
            "webhooks.access-control.url  (not set)")
        .anyMatch(
            line -> line.matches("webhooks\\.token\\.client-claim = .+  \\(preset keycloak\\)"))
        .allMatch(line -> line.matches("(webhooks|mp\\.jwt|otel)\\.[a-z.-]+( = .+)?  \\(.+\\)"));
    assertThat(shown.out()).doesNotContain("of-a-file", "of-a-store");
    assertThat(shown.error())
        .isEqualToIgnoringNewLines(
            "Setting webhooks.retentoin has no effect: its name may be misspelt.");
  }

  /** The page has one row for each setting, and the example file one line. */
  @Test
  void showsTheDocumentedSettings() throws IOException {
    JarRun shown = JarRun.without(directory, "--show-config", "-Dwebhooks.retention=soon");

    assertThat(shown.code()).isEqualTo(1);
    assertThat(shown.error()).startsWith("Setting webhooks.retention must be ISO 8601");
    List<String> keys = shown.out().lines().map(line -> line.replaceFirst(" .*", "")).toList();
    String page = Files.readString(Path.of("../../docs/settings.md"));
    String example = Files.readString(Path.of("../micro/src/main/systemd/webhooks.env.example"));
    assertThat(keys)
        .hasSizeGreaterThan(50)
        .doesNotHaveDuplicates()
        .allSatisfy(
            key ->
                assertThat(page)
                    .containsAnyOf("`" + key + "`", "`" + key.replaceFirst(".*\\.", ".") + "`"));
    assertThat(keys)
        .filteredOn(key -> !ONE_VALUE.contains(key))
        .allSatisfy(key -> assertThat(example).contains(variable(key) + "="));
  }

  private static String variable(String key) {
    return key.replaceAll("[^a-z]", "_").toUpperCase(Locale.ROOT);
  }

  /** A check beside a running node tells before its restart whether the settings are right. */
  @Test
  @OnPostgres
  void checkSucceedsWithTheSettingsOfARunningNode() {
    Product product = TestEnvironment.shared().product();

    JarRun check = JarRun.with(product, directory, "--check");

    assertThat(check.out().lines())
        .hasSize(9)
        .allMatch(line -> line.matches("[a-z ]+: ok( \\(.*\\))?"));
    assertThat(check.line("data directory")).endsWith("in use by a node that runs)");
    assertThat(check.line("listeners")).endsWith(":" + product.port() + ", in use now)");
    assertThat(check.line("database"))
        .matches(".*PostgreSQL .* as \\S+, tables of version \\d+\\)");
    assertThat(check.line("encryption keys"))
        .matches(".*\\(current [0-9a-f]+, stored secrets need no other\\)");
    assertThat(check.line("token keys")).contains("of https://");
    assertThat(check.code()).isZero();
  }

  @Test
  @OnPostgres
  void checkSaysWhatToDoAboutEachFault() {
    int closed = Places.freePort();
    String jwks = directory.resolve("jwks.json").toString();

    JarRun check =
        JarRun.with(
            TestEnvironment.shared().product(),
            directory,
            "--check",
            "-Dwebhooks.db.user=unknown-user",
            "-Dwebhooks.db.password=s3cret",
            "-Dwebhooks.encryption.key=" + Secrets.random(),
            "-uWEBHOOKS_JMS_LISTEN",
            "-uWEBHOOKS_JMS_OPERATIONS_USER",
            "-uWEBHOOKS_JMS_OPERATIONS_PASSWORD",
            "-Dwebhooks.jms.url=tcp://127.0.0.1:" + closed,
            "-Dmp.jwt.verify.publickey.location=" + jwks,
            "-Dwebhooks.delivery.trusted-certificates=" + jwks);

    assertThat(check.code()).isEqualTo(1);
    assertThat(check.line("settings")).startsWith("settings: ok");
    assertThat(check.line("database"))
        .isEqualTo(
            "database: failed: Setting webhooks.db.password must be the one of webhooks.db.user, whom"
                + " the database lets in.");
    assertThat(check.line("broker"))
        .startsWith("broker: failed: start the broker, or correct webhooks.jms.url: ");
    assertThat(check.line("token keys"))
        .startsWith("token keys: failed: correct mp.jwt.verify.publickey.location, or start ");
    assertThat(check.line("trusted certificates"))
        .startsWith("trusted certificates: failed: Setting webhooks.delivery.trusted-certificates");
    assertThat(check.out()).doesNotContain("s3cret");
  }

  @Test
  @OnPostgres
  void checkTellsAWrongDatabaseNameFromAWrongUser() {
    TestEnvironment environment = TestEnvironment.shared();
    String url = environment.database().url().replaceFirst("(//[^/]+/)[^?]+", "$1no_such_name");

    JarRun check =
        JarRun.with(environment.product(), directory, "--check", "-Dwebhooks.db.url=" + url);

    assertThat(check.code()).isEqualTo(1);
    assertThat(check.line("database"))
        .isEqualTo(
            "database: failed: Setting webhooks.db.url must name a database that exists: its server"
                + " has no such one.");
  }

  /** The start ends at the port, before it starts a server. */
  @Test
  void startWarnsThatItGoesOnWithoutMemory() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      JarRun start = JarRun.without(directory, "--port=" + other.getLocalPort());

      assertThat(start.code()).isEqualTo(1);
      assertThat(start.error())
          .startsWith("This process goes on in part when its memory is used up.");
    }
  }

  @Test
  void checkRefusesPortsOfOtherPrograms() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(other.getLocalPort());

      JarRun check =
          JarRun.without(
              directory,
              "--check",
              "--port=" + port,
              "-Dwebhooks.jms.listen=127.0.0.1:" + port,
              "-Dwebhooks.data.dir=" + directory.resolve("data"));

      assertThat(check.code()).isEqualTo(1);
      assertThat(check.line("listeners"))
          .isEqualTo("listeners: failed: Setting webhooks.http.port names a port that is in use.");
      assertThat(check.line("broker"))
          .isEqualTo("broker: failed: Setting webhooks.jms.listen names a port that is in use.");
    }
  }

  @Test
  @OnPostgres
  void checkFindsAMissingEncryptionKeyAndDatabase() {
    Product product = TestEnvironment.shared().product();
    TestEnvironment environment = TestEnvironment.shared();
    environment.application().create(Body.ofAccount(environment.receiver().inbox().url()));

    JarRun check =
        JarRun.with(product, directory, "--check", "-Dwebhooks.encryption.key=" + Secrets.random());
    JarRun noServer =
        JarRun.with(
            product,
            directory,
            "--check",
            "-Dwebhooks.db.url=jdbc:postgresql://127.0.0.1:" + Places.freePort() + "/webhooks");

    assertThat(check.code()).isEqualTo(1);
    assertThat(check.line("encryption keys"))
        .startsWith("encryption keys: failed: Setting webhooks.encryption.previous-keys must hold");
    assertThat(noServer.code()).isEqualTo(1);
    assertThat(noServer.line("database"))
        .startsWith("database: failed: start the database, or correct webhooks.db.url: ");
  }

  @Test
  void checkOfInvalidSettingsNamesThem() {
    JarRun check =
        JarRun.without(directory, "--check", "-Dwebhooks.http.port=x", "-Dwebhooks.retention=soon");

    assertThat(check.code()).isEqualTo(1);
    assertThat(check.line("settings"))
        .startsWith("settings: failed: ")
        .contains("webhooks.http.port must be a port", "webhooks.retention must be ISO 8601");
    assertThat(check.line("database")).isEqualTo("database: not checked, because of the settings");
  }

  @Test
  void checkCreatesNothing() throws IOException {
    Path data = directory.resolve("data");

    JarRun check =
        JarRun.without(
            directory, "--check", "-Dwebhooks.data.dir=" + data, "-Djava.io.tmpdir=" + directory);

    assertThat(check.line("data directory"))
        .isEqualTo("data directory: ok (" + data + ", which the first start creates)");
    assertThat(check.line("database"))
        .isEqualTo("database: ok (H2, which the first start creates)");
    assertThat(check.line("token keys")).contains("set mp.jwt.verify.issuer");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("out.txt", "error.txt");
    }
  }
}
