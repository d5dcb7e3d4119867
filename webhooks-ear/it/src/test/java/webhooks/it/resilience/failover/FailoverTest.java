package webhooks.it.resilience.failover;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import webhooks.it.harness.environment.TestEnvironment;

/** Tests in their order at one product, whose database or broker fails over under load. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class FailoverTest {
  /**
   * Retries often, because on a busy machine an attempt may take too long. By default the second
   * retry comes after five minutes.
   */
  private static final String RETRIES = "PT5S,".repeat(20) + "PT5S";

  private TestEnvironment environment;
  private FailoverScenario scenario;

  /**
   * Starts the product.
   *
   * @param slowestAnswer how long a request may take during a fail-over
   */
  final void start(TestEnvironment product, Duration slowestAnswer) {
    environment = product;
    product.product().with("webhooks.delivery.retry-schedule", RETRIES);
    scenario = new FailoverScenario(product.start(), slowestAnswer);
  }

  final FailoverScenario scenario() {
    return scenario;
  }

  @AfterAll
  void stop() {
    if (environment != null) {
      environment.close();
    }
  }
}
