package webhooks.api.webhook;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.concurrent.CompletionStage;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.TokenOutcome;
import webhooks.domain.node.AuthenticationTester;
import webhooks.domain.portal.PortalPage;
import webhooks.domain.task.ManagedTasks;

/** Requests a token for a webhook, and returns the outcome without the token. */
@Path("webhooks/{webhookId}/options/authentication/test")
@ApplicationScoped
public class AuthenticationTestResource {
  @EJB private AuthenticationTester tests;
  @EJB private ManagedTasks tasks;

  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public AuthenticationTestResource() {
    this(null);
  }

  /** Creates the resource. */
  @Inject
  public AuthenticationTestResource(CurrentCaller caller) {
    this.caller = caller;
  }

  /**
   * Requests a token once.
   *
   * <p>The request's thread is free meanwhile. The response is written on a thread of the product's
   * tasks, because the I/O thread on which the token request ends must do nothing else.
   */
  @POST
  @RequiresScope(TokenScope.MODIFY)
  @OnPages({PortalPage.OPTIONS})
  public CompletionStage<Response> test(@PathParam("webhookId") String webhookId, byte[] body) {
    return tests
        .test(caller.get(), webhookId, JsonBody.optional(body).faults())
        .thenApplyAsync(
            outcome -> JsonResponse.of(Status.OK, write(outcome)), tasks.forShortTasks());
  }

  private static JsonObject write(TokenOutcome outcome) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("succeeded", outcome.succeeded())
            .add("time", JsonResponse.time(outcome.started()))
            .add("durationMs", outcome.duration().toMillis());
    outcome.statusCode().ifPresent(code -> json.add("statusCode", code));
    if (!outcome.succeeded()) {
      json.add("error", AttemptError.AUTHENTICATION.text());
    }
    outcome.cause().ifPresent(cause -> json.add("cause", cause.text()));
    outcome.expiresIn().ifPresent(time -> json.add("expiresIn", time.toSeconds()));
    return json.build();
  }
}
