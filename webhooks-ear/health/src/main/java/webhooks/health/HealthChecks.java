package webhooks.health;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Provides the MicroProfile Health checks. Each only reads {@link NodeHealth} and never blocks.
 *
 * <p>Liveness is down only for a fault that a restart of this process mends. It mends no fault of
 * an external broker or database, so these affect readiness only.
 */
@Dependent
class HealthChecks {
  @Produces
  @Startup
  static HealthCheck started(NodeHealth node) {
    return () -> HealthCheckResponse.named("webhooks").status(node.isStarted()).build();
  }

  @Produces
  @Liveness
  static HealthCheck live(NodeHealth node) {
    return () -> {
      Optional<Instant> since = node.needsRestartSince();
      HealthCheckResponseBuilder response = HealthCheckResponse.named("process");
      since.ifPresent(time -> response.withData("needsRestartSince", time.toString()));
      return response.status(since.isEmpty()).build();
    };
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
