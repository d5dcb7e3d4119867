package webhooks.api.http;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Answers health checks as MicroProfile Health describes.
 *
 * <p>WildFly serves them at its management port only, which must not be open to other machines for
 * a probe's sake.
 */
@ApplicationScoped
class HealthResponse {
  private static final Map<String, Annotation> KINDS =
      Map.of(
          "/health/live", Liveness.Literal.INSTANCE,
          "/health/ready", Readiness.Literal.INSTANCE,
          "/health/started", Startup.Literal.INSTANCE);

  private static final String UP = "UP";

  @Inject @Any Instance<HealthCheck> checks;

  /** Returns whether this path is that of health checks. */
  static boolean isPath(String path) {
    return KINDS.containsKey(path);
  }

  /** Writes the results of the checks of this path. */
  void write(String path, HttpServletResponse response) throws IOException {
    JsonObject body = body(checks.select(KINDS.get(path)));
    response.setStatus(
        body.getString("status").equals(UP)
            ? HttpServletResponse.SC_OK
            : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setContentType("application/json");
    response.getOutputStream().write(body.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Makes the checks. The node is up if all of them are. */
  static JsonObject body(Iterable<HealthCheck> made) {
    boolean up = true;
    JsonArrayBuilder results = JSON.createArrayBuilder();
    for (HealthCheck check : made) {
      HealthCheckResponse result = check.call();
      up &= result.getStatus() == HealthCheckResponse.Status.UP;
      results.add(json(result));
    }
    return JSON.createObjectBuilder()
        .add("status", up ? UP : "DOWN")
        .add("checks", results)
        .build();
  }

  private static JsonObjectBuilder json(HealthCheckResponse result) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("name", result.getName())
            .add("status", result.getStatus().name());
    result
        .getData()
        .ifPresent(
            data -> {
              JsonObjectBuilder values = JSON.createObjectBuilder();
              data.forEach((key, value) -> values.add(key, String.valueOf(value)));
              json.add("data", values);
            });
    return json;
  }
}
