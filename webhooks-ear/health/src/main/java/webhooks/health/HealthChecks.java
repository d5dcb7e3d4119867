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
 * The MicroProfile Health checks. Each only reads {@link NodeHealth} and never blocks.
 *
 * <p>There is no liveness check: a process that answers is alive, and restarting it fixes neither
 * the database nor the broker.
 */
@Dependent
class HealthChecks {
  @Produces
  @Startup
  static HealthCheck started(NodeHealth node) {
    return () -> HealthCheckResponse.named("webhooks").status(node.isStarted()).build();
  }

  @Produces
  @Readiness
  static HealthCheck database(NodeHealth node) {
    return () -> ready("database", node, NodeHealth::databaseUnavailableSince);
  }

  @Produces
  @Readiness
  static HealthCheck broker(NodeHealth node) {
    return () -> ready("broker", node, NodeHealth::brokerUnavailableSince);
  }

  private static HealthCheckResponse ready(
      String name, NodeHealth node, Function<NodeHealth, Optional<Instant>> unavailableSince) {
    HealthCheckResponseBuilder response = HealthCheckResponse.named(name);
    if (!node.isStarted()) {
      return response.down().build();
    }
    Optional<Instant> since = unavailableSince.apply(node);
    since.ifPresent(time -> response.withData("noAnswerSince", time.toString()));
    return response.status(since.isEmpty()).build();
  }
}
