package webhooks.health;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import webhooks.settings.note.HealthNote;

/**
 * Runs the health checks and reports their results as MicroProfile Health describes.
 *
 * <p>WildFly serves them at its management port only, which must not be open to other machines for
 * a probe's sake. Payara would need a request thread for each probe.
 */
@ApplicationScoped
public class HealthReport {
  private static final Map<String, Annotation> KINDS =
      Map.of(
          "/health", Any.Literal.INSTANCE,
          "/health/live", Liveness.Literal.INSTANCE,
          "/health/ready", Readiness.Literal.INSTANCE,
          "/health/started", Startup.Literal.INSTANCE);

  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
  private static final String UP = "UP";

  @Inject @Any private Instance<HealthCheck> instances;

  /** The checks of each path. An {@code Instance} would keep each object that it ever made. */
  private Map<String, List<HealthCheck>> checks;

  /** Creates the bean, for the container. */
  public HealthReport() {}

  @PostConstruct
  void findChecks() {
    checks =
        KINDS.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    kind -> instances.select(kind.getValue()).stream().toList()));
  }

  /** Returns whether this path is that of health checks. */
  public static boolean isPath(String path) {
    return KINDS.containsKey(path);
  }

  /** Runs the checks of a path and returns their results. */
  public JsonObject of(String path) {
    return report(checks.get(path));
  }

  /** Returns whether a report says that all checks are up. */
  public static boolean isUp(JsonObject report) {
    return report.getString("status").equals(UP);
  }

  /** Runs the checks of all paths and leaves their results for the server's listener. */
  public void publish() {
    long now = System.nanoTime();
    new HealthNote(
            now,
            KINDS.keySet().stream()
                .collect(Collectors.toMap(path -> path, path -> of(path).toString())))
        .publish();
  }

  /** Removes the note, so that the application itself answers probes while it stops. */
  public void withdraw() {
    HealthNote.withdraw();
  }

  /** Runs the checks. The node is up if all of them are. */
  static JsonObject report(Iterable<HealthCheck> checksOfPath) {
    boolean up = true;
    JsonArrayBuilder results = JSON.createArrayBuilder();
    for (HealthCheck check : checksOfPath) {
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
    JsonObjectBuilder data = JSON.createObjectBuilder();
    result
        .getData()
        .ifPresent(values -> values.forEach((key, value) -> data.add(key, String.valueOf(value))));
    return JSON.createObjectBuilder()
        .add("name", result.getName())
        .add("status", result.getStatus().name())
        .add("data", data);
  }
}
