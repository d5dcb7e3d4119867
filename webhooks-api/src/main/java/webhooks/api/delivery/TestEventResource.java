package webhooks.api.delivery;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import java.util.concurrent.CompletionStage;
import webhooks.api.http.JsonBody;
import webhooks.api.http.JsonResponse;
import webhooks.api.security.CallerPrincipal;
import webhooks.api.security.RequiresScope;
import webhooks.api.security.TokenScope;
import webhooks.domain.event.TestEvents;

/** Sends a webhook one event made for it, and tells what its receiver answered. */
@Path("webhooks/{webhookId}/test")
@RequestScoped
public class TestEventResource {
  @Inject TestEvents tests;

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  ManagedExecutorService threads;

  /**
   * Makes one attempt. The request's thread is free while the receiver takes its time; the answer
   * is written by another than the one that the attempt ends on, which must not be held up.
   */
  @POST
  @RequiresScope(TokenScope.MODIFY)
  public CompletionStage<Response> test(
      @Context SecurityContext security, @PathParam("webhookId") String webhookId, byte[] body) {
    return tests
        .send(CallerPrincipal.callerOf(security), webhookId, JsonBody.optional(body).faults())
        .thenApplyAsync(
            attempt -> JsonResponse.of(Status.OK, DeliveryJson.writeTested(attempt)), threads);
  }
}
