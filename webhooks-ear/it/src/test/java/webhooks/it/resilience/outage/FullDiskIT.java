package webhooks.it.resilience.outage;

import static webhooks.it.resilience.outage.HealthChecks.DOWN;

import java.util.Map;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.SmallDisk;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.server.Product;

/** The disk of the data directory, with the embedded database and the embedded broker, is full. */
class FullDiskIT {
  @Test
  void nodeServesAgainWhenTheDiskHasSpace() {
    try (TestEnvironment environment = TestEnvironment.onH2("full-disk");
        SmallDisk disk = SmallDisk.mount(environment.product().directory().resolve("data"), 512)) {
      environment.start();

      Product node = environment.product();
      HealthChecks health = new HealthChecks(node);
      new FullDisk(environment, disk)
          .assertServesAgain(
              () -> health.awaitReady(Map.of("database", DOWN)),
              () -> {
                // What a supervisor does.
                health.awaitNotLive();
                node.stop();
                node.start();
              });
    }
  }
}
