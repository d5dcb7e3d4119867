package webhooks.it.harness.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import webhooks.it.harness.Places;

/**
 * Runs the shipped {@code webhooks.ear} on Payara Server with the shipped scripts.
 *
 * <p>Instances share Payara's files. Each has its own domain.
 */
final class Payara extends Product {
  private final Path domains = directory().resolve("domains");
  private final int adminPort = Places.freePort();

  Payara(String name) {
    super(name);
  }

  @Override
  public void setUp() {
    runToCompletion(script("setup.sh"));
  }

  @Override
  public Path configuration() {
    return domains.resolve("webhooks");
  }

  /** Payara closes its log first when it stops. */
  @Override
  public boolean logsShutdown() {
    return false;
  }

  @Override
  public String attemptLog() {
    return Places.textOf(configuration().resolve("logs/attempts.0.log"));
  }

  @Override
  public List<String> managementAddresses() {
    return List.of("127.0.0.1:" + adminPort);
  }

  @Override
  Process launch() {
    return run(script("start.sh"));
  }

  private List<String> script(String name) {
    List<String> command = new ArrayList<>(List.of("env"));
    command.add("PAYARA_HOME=" + Places.given("webhooks.it.payara"));
    command.add("PAYARA_DOMAIN_DIR=" + domains);
    command.add("PAYARA_ADMIN_PORT=" + adminPort);
    command.add("JAVA_OPTS=" + String.join(" ", javaOptions()));
    command.add(servers().resolve("payara").resolve(name).toString());
    return command;
  }
}
