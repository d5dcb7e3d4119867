package webhooks.it.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Places;
import webhooks.it.harness.selection.NeedsServers;

/**
 * The set-up scripts refuse values that would add commands to files, or open what should be closed,
 * and leave each other alone.
 */
@NeedsServers
class SetUpScriptIT {
  private static final String MODULE = "modules/webhooks/eclipselink/main";
  private static final List<String> LINE_BREAKS = List.of("\n", "\r", "\r\n");

  @ParameterizedTest
  @CsvSource({
    "wildfly, JBOSS_BASE_DIR",
    "wildfly, WEBHOOKS_JMS_URL",
    "wildfly, WEBHOOKS_JMS_LISTEN",
    "wildfly, WEBHOOKS_JMS_USER",
    "wildfly, WEBHOOKS_JMS_PASSWORD",
    "wildfly, WEBHOOKS_HTTPS_PORT",
    "payara, PAYARA_DOMAIN_DIR",
    "payara, WEBHOOKS_HTTP_ADDRESS",
    "payara, WEBHOOKS_HTTP_PORT",
    "payara, WEBHOOKS_DATA_DIR"
  })
  void refusesLineBreak(String server, String setting) throws Exception {
    for (String lineBreak : LINE_BREAKS) {
      String value = "127.0.0.1" + lineBreak + "quit:61616";
      assertThat(refusal(server, setting, value))
          .isEqualTo("setup: " + setting + " must have no line break\n");
    }
  }

  /** The script would write it to webhooks.xml. */
  @Test
  void refusesPasswordInTheUrlOfTheBroker() throws Exception {
    String url = "tcp://127.0.0.1:61616?sslEnabled=true&trustStorePassword=secret";

    assertThat(refusal("wildfly", "WEBHOOKS_JMS_URL", url))
        .contains("a password in WEBHOOKS_JMS_URL must be ${env.NAME}")
        .doesNotContain("secret");
  }

  /** The driver would take it for a part of the host, and log it. */
  @ParameterizedTest
  @ValueSource(strings = {"wildfly", "payara"})
  void refusesLoginInTheUrlOfTheDatabase(String server) throws Exception {
    assertThat(refusal(server, "WEBHOOKS_DB_URL", "jdbc:postgresql://webhooks:s3cret@db/webhooks"))
        .isEqualTo(
            "setup: WEBHOOKS_DB_URL must have no user and password: set WEBHOOKS_DB_USER and"
                + " WEBHOOKS_DB_PASSWORD\n");
  }

  /** An external broker has its own settings for TLS. */
  @Test
  void refusesTlsThatItWouldNotUse() throws Exception {
    assertThat(refusal("wildfly", "WEBHOOKS_JMS_CERTIFICATE", "/tls/producers.pem"))
        .contains("belongs to the producers' listener: set WEBHOOKS_JMS_LISTEN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wildfly", "payara"})
  void refusesToCloseTheOnlyPort(String server) throws Exception {
    assertThat(refusal(server, "WEBHOOKS_HTTP_PORT", "off"))
        .isEqualTo(
            "setup: WEBHOOKS_HTTP_PORT can be off only with HTTPS: set WEBHOOKS_HTTPS_PORT\n");
  }

  /**
   * Several base directories of one WildFly are set up at the same time. WildFly's CLI, which each
   * of them would need for seconds, is a script that does nothing.
   */
  @Test
  void setsUpSeveralBaseDirectoriesAtOnce(@TempDir Path directory) throws Exception {
    Path home = wildFly(directory);
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      processes.add(setUp(home, directory.resolve("base-" + i)).start());
    }

    for (Process process : processes) {
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(printed).isZero();
    }
    assertThat(home.resolve(MODULE))
        .isDirectoryContaining("glob:**/eclipselink.jar")
        .isDirectoryNotContaining("glob:**.jar.*");
  }

  /** The server would go on with the former file, which may lack what the configuration names. */
  @Test
  void failsIfFileOfModuleIsMissing(@TempDir Path directory) throws Exception {
    Path servers = Places.given("webhooks.it.servers");
    Path incomplete = Files.createDirectories(directory.resolve("product"));
    for (String part : List.of("wildfly", "secrets.sh", "webhooks.ear")) {
      Files.createSymbolicLink(incomplete.resolve(part), servers.resolve(part));
    }
    ProcessBuilder builder = setUp(wildFly(directory), directory.resolve("base"));
    builder.command(incomplete.resolve("wildfly/setup.sh").toString());

    Process process = builder.start();

    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(printed).isEqualTo(1);
    assertThat(printed).contains("eclipselink.jar could not be copied to");
  }

  /** Creates a directory with those files of WildFly that the script itself needs. */
  private static Path wildFly(Path directory) throws IOException {
    Path home = directory.resolve("wildfly");
    Path cli = Files.createDirectories(home.resolve("bin")).resolve("jboss-cli.sh");
    Files.createFile(cli, asFileAttribute(fromString("rwx------")));
    Files.writeString(cli, "#!/bin/sh\n");
    Path eclipseLink = home.resolve("modules/system/layers/base/org/eclipse/persistence/main");
    Files.createDirectories(eclipseLink);
    Files.createFile(eclipseLink.resolve("jipijapa-eclipselink-1.jar"));
    return home;
  }

  private static ProcessBuilder setUp(Path home, Path base) throws IOException {
    Files.createDirectories(base.resolve("configuration"));
    Files.createFile(base.resolve("configuration/standalone-full.xml"));
    ProcessBuilder builder = script("wildfly");
    builder.environment().put("JBOSS_HOME", home.toString());
    builder.environment().put("JBOSS_BASE_DIR", base.toString());
    return builder;
  }

  /** Runs the script, which is to fail before it needs a server, and returns what it prints. */
  private static String refusal(String server, String setting, String value) throws Exception {
    ProcessBuilder builder = script(server);
    builder.environment().put(setting, value);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    return printed;
  }

  private static ProcessBuilder script(String server) {
    Path script = Places.given("webhooks.it.servers").resolve(server).resolve("setup.sh");
    return new ProcessBuilder(script.toString()).redirectErrorStream(true);
  }
}
