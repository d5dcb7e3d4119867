package webhooks.it.harness.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import webhooks.it.harness.Places;

/**
 * The shipped {@code webhooks.ear} on Payara Server, set up and started by the shipped scripts.
 *
 * <p>Instances share Payara's files; each has a domain of its own.
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

  /** Its log is what it ends first. */
  @Override
  public boolean logsShutdown() {
    return false;
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
