package webhooks.it.delivery;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestInstance;
import webhooks.it.harness.environment.TestEnvironment;

/**
 * Counts all rejected events of a product and compares all its metrics. So no other suite uses this
 * product.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class ExactCountsIT {
  private final TestEnvironment environment = TestEnvironment.named("exact-counts");

  @BeforeAll
  void start() {
    environment.product().with("webhooks.delivery.retry-schedule", SeededMetrics.RETRIES);
    environment.start();
  }

  @AfterAll
  void stop() {
    environment.close();
  }

  /** Runs first, because the other tests reject events too. */
  @Nested
  @Order(1)
  class Malformed extends MalformedMessages {
    @Override
    TestEnvironment startEnvironment() {
      return environment;
    }
  }

  @Nested
  @Order(2)
  class Metrics extends ProductMetrics {
    Metrics() {
      super(environment);
    }
  }

  @Nested
  @Order(3)
  class Seeded extends SeededMetrics {
    Seeded() {
      super(environment);
    }
  }
}
