package webhooks.it.api.described;

import jakarta.json.JsonObject;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;

/**
 * Sessions of the portal, each for one request: a code opens once, and a token ends its session.
 */
final class PortalRequests {
  /** The operation that needs the token of a session. */
  static final String CURRENT = "/portal-sessions/current";

  private final TestEnvironment environment;
  private final Application application;

  /** Adds two sessions, so that their list has a second page. */
  PortalRequests(TestEnvironment environment, Application application) {
    this.environment = environment;
    this.application = application;
    session();
    session();
  }

  /** Returns the id of a new session. */
  String session() {
    return created(application).getString("id");
  }

  /** Returns the code of a new session, in an account of its own: an account has a bound. */
  String code() {
    return created(environment.application()).getString("url").replaceFirst(".*#code=", "");
  }

  /** Returns the token of a new session. */
  String token() {
    return environment
        .api()
        .post("/portal-sessions/redeem")
        .json("{\"code\":\"" + code() + "\"}")
        .send()
        .is(200)
        .json()
        .getString("token");
  }

  private JsonObject created(Application creator) {
    return environment
        .api()
        .post("/portal-sessions")
        .as(creator.token())
        .json("{\"user\":\"anna\",\"expires\":\"PT1H\"}")
        .send()
        .is(201)
        .json();
  }
}
