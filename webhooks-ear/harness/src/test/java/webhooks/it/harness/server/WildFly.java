package webhooks.it.harness.server;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import webhooks.it.harness.Places;
import webhooks.it.harness.Progress;
import webhooks.it.harness.http.Api;

/**
 * Runs the shipped {@code webhooks.ear} on WildFly, set up by the shipped script.
 *
 * <p>Instances share WildFly's files. Each has its own base directory.
 */
final class WildFly extends Product {
  private final Path home = Places.given("webhooks.it.wildfly");
  private final Path base = directory().resolve("standalone");
  private final int managementPort = Places.freePort();

  WildFly(String name) {
    super(name);
    Places.copy(home.resolve("standalone/configuration"), base.resolve("configuration"));
  }

  @Override
  public void setUp() {
    Path script = servers().resolve("wildfly/setup.sh");
    runToCompletion(
        List.of("env", "JBOSS_HOME=" + home, "JBOSS_BASE_DIR=" + base, script.toString()));
  }

  @Override
  public Path configuration() {
    return base.resolve("configuration");
  }

  @Override
  public String attemptLog() {
    return Places.textOf(base.resolve("log/attempts.log"));
  }

  @Override
  public List<String> managementAddresses() {
    return List.of("127.0.0.1:" + managementPort);
  }

  @Override
  public Api health() {
    return Api.undescribed(URI.create("http://127.0.0.1:" + managementPort));
  }

  @Override
  Process launch() {
    return run(
        List.of(
            "env",
            "JBOSS_HOME=" + home,
            "JBOSS_BASE_DIR=" + base,
            "JAVA_OPTS=" + String.join(" ", javaOptions()),
            servers().resolve("wildfly/start.sh").toString(),
            "-Djboss.management.http.port=" + managementPort));
  }

  @Override
  public void reload() {
    int logged = log().length();
    String controller = "--controller=127.0.0.1:" + managementPort;
    String cli = home.resolve("bin/jboss-cli.sh").toString();
    // Its exit code is ignored, because the server closes its connection.
    run(List.of(cli, "--connect", controller, "--commands=:reload")).onExit().join();
    await("the services to have ended")
        .atMost(Duration.ofMinutes(1))
        .until(() -> log().substring(logged).contains("WFLYSRV0050"));
    Progress.say("%s: reloaded", name());
  }

  /** Returns the child of the script, which is the Java process. */
  @Override
  public ProcessHandle server() {
    return super.server().children().findFirst().orElseGet(super::server);
  }
}
