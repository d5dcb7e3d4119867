package webhooks.bench.scenario.server;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The application with {@link AnswerResource} alone. */
@ApplicationPath("/")
public final class AnswerApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(AnswerResource.class);
  }
}
