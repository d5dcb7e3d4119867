package webhooks.health;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * The checks that the server finds, by MicroProfile Health. Each only reads what is known.
 *
 * <p>There is none of liveness: a process that answers is alive, and a new one would have no other
 * database or broker.
 */
@Dependent
class Checks {
  @Produces
  @Startup
  static HealthCheck started(NodeHealth node) {
    return () -> HealthCheckResponse.named("webhooks").status(node.hasBegun()).build();
  }

  @Produces
  @Readiness
  static HealthCheck database(NodeHealth node) {
    return () -> ready("database", node, NodeHealth::databaseAwaySince);
  }

  @Produces
  @Readiness
  static HealthCheck broker(NodeHealth node) {
    return () -> ready("broker", node, NodeHealth::brokerAwaySince);
  }

  private static HealthCheckResponse ready(
      String name, NodeHealth node, Function<NodeHealth, Optional<Instant>> awaySince) {
    HealthCheckResponseBuilder response = HealthCheckResponse.named(name);
    if (!node.hasBegun()) {
      return response.down().build();
    }
    Optional<Instant> since = awaySince.apply(node);
    since.ifPresent(time -> response.withData("noAnswerSince", time.toString()));
    return response.status(since.isEmpty()).build();
  }
}
